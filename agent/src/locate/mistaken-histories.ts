import { edit, lines, type MadeHistory, step } from './made-history.ts';

function producer(): MadeHistory {
  const make = lines(
    'export function openBasket(owner) {',
    '  const basket = { owner, lines: [], coupons: [] };',
    '  return basket;',
    '}',
    '',
    'export function guestBasket() {',
    "  return { owner: 'guest', lines: [], coupons: [] };",
    '}',
  );
  const use = lines(
    'export function couponTotal(basket) {',
    '  let total = 0;',
    '  for (let at = 0; at < basket.coupons.length; at++) total += basket.coupons[at].worth;',
    '  return total;',
    '}',
  );
  const handle = lines(
    "import { couponTotal } from './use.js';",
    'export function show(basket) {',
    '  return { off: couponTotal(basket) };',
    '}',
  );
  const bad = edit(make, "owner: 'guest', lines: [], coupons: []", "owner: 'guest', lines: []");
  return {
    name: 'a producer that leaves a field out',
    versions: [
      step('Start', { 'src/make.js': make, 'src/use.js': use, 'src/show.js': handle }),
      step('Slim guests', { 'src/make.js': bad }),
      step('Name the sum', {
        'src/use.js': use.replaceAll('total', 'sum'),
        'src/show.js': edit(
          handle,
          'off: couponTotal(basket)',
          'off: couponTotal(basket), owner: basket.owner',
        ),
      }),
    ],
    culprit: 1,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'length')",
    frames: [
      ['src/show.js', 'couponTotal(basket)'],
      ['src/use.js', 'basket.coupons.length'],
    ],
    producer: ['src/make.js', 'guest'],
  };
}

function boundary(): MadeHistory {
  const list = lines(
    'export function pick(rows: Row[], ids?: string): Row[] {',
    '  const wanted = ids ? Number(ids) : undefined;',
    '  return rows.filter(row => wanted === undefined || row.id === wanted);',
    '}',
  );
  const many = lines(
    'function numbers(ids: string[]): number[] {',
    '  return ids.map(each => Number(each));',
    '}',
    '',
    'export function pick(rows: Row[], ids: string[]): Row[] {',
    '  const wanted = numbers(ids);',
    '  return rows.filter(row => wanted.includes(row.id));',
    '}',
  );
  const route = lines(
    'export function rowsRoute(request: Request): Row[] {',
    '  const rows = allRows(request.account);',
    '  return pick(rows, request.query.ids);',
    '}',
  );
  const routeMany = edit(route, 'request.query.ids)', 'request.query.ids ?? [])');
  return {
    name: 'a boundary whose callee wants a list now',
    versions: [
      step('Start', { 'src/pick.ts': list, 'src/route.ts': route }),
      step('Pick several', { 'src/pick.ts': many, 'src/route.ts': routeMany }),
      step('Order rows', {
        'src/pick.ts': edit(many, 'ids: string[]): Row[] {', 'ids: string[], order = 1): Row[] {'),
        'src/route.ts': edit(routeMany, ' ?? [])', ' ?? [], request.query.order)'),
      }),
    ],
    culprit: 1,
    type: 'TypeError',
    value: 'ids.map is not a function',
    frames: [
      ['src/route.ts', 'pick(rows'],
      ['src/pick.ts', 'numbers(ids);'],
      ['src/pick.ts', 'ids.map'],
    ],
    producer: ['src/route.ts', 'pick(rows'],
  };
}

function pythonShape(): MadeHistory {
  const store = lines(
    'def save(record, text):',
    '    record.note = text',
    '    record.touch()',
    '    return record',
  );
  const entry = lines(
    'def receive(record, payload):',
    '    text = payload["note"]',
    '    return save(record, text)',
  );
  return {
    name: 'a callee that asks for more than it is given',
    versions: [
      step('Start', { 'app/store.py': store, 'app/entry.py': entry }),
      step('Keep the colour', {
        'app/store.py': edit(store, '    record.note = text', '    record.note = text.get("body", "")'),
      }),
      step('Trace', { 'app/entry.py': edit(entry, 'save(record, text)', 'save(record, text, trace=True)') }),
    ],
    culprit: 1,
    type: 'AttributeError',
    value: "'str' object has no attribute 'get'",
    frames: [
      ['app/entry.py', 'save(record'],
      ['app/store.py', 'text.get'],
    ],
    producer: ['app/entry.py', 'payload['],
  };
}

function offByOne(): MadeHistory {
  const scan = lines(
    'export function heaviest(parcels) {',
    '  let top = parcels[0];',
    '  for (let at = 1; at < parcels.length; at++) {',
    '    const parcel = parcels[at];',
    '    if (parcel.weight > top.weight) top = parcel;',
    '  }',
    '  return top;',
    '}',
  );
  const bad = edit(scan, 'at < parcels.length', 'at <= parcels.length');
  return {
    name: 'a bound that is one too far',
    versions: [
      step('Start', { 'src/scan.js': scan }),
      step('Look at the last one', { 'src/scan.js': bad }),
      step('Compare sizes', {
        'src/scan.js': edit(bad, 'top = parcel;', '{ top = parcel; size = 0; }'),
      }),
    ],
    culprit: 1,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'weight')",
    frames: [['src/scan.js', 'parcel.weight']],
    producer: ['src/scan.js', 'parcels.length'],
  };
}

function deletedGuard(): MadeHistory {
  const mail = lines(
    'export function greet(user) {',
    '  if (!user.profile) return "Hello";',
    '  const name = user.profile.name.trim();',
    '  return "Hello " + name;',
    '}',
  );
  const bad = edit(mail, '  if (!user.profile) return "Hello";\n', '');
  return {
    name: 'a guard that was taken out',
    versions: [
      step('Start', { 'src/readme.js': '// nothing yet\n' }),
      step('Greet', { 'src/mail.js': mail }),
      step('Simplify', { 'src/mail.js': bad }),
      step('Be polite', { 'src/mail.js': edit(bad, '"Hello " + name', '"Dear " + name') }),
    ],
    culprit: 2,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'name')",
    frames: [['src/mail.js', 'user.profile.name']],
  };
}

function renamedField(): MadeHistory {
  const card = lines(
    'export function card(user) {',
    '  const label = user.name.toUpperCase();',
    '  const since = user.joined;',
    '  return { label, since };',
    '}',
  );
  const bad = edit(card, 'user.name.toUpperCase', 'user.fullName.toUpperCase');
  return {
    name: 'a consumer that asks for another field',
    versions: [
      step('Start', { 'src/card.js': card }),
      step('Dates', { 'src/card.js': edit(card, 'user.joined', 'new Date(user.joined)') }),
      step('Full names', { 'src/card.js': edit(bad, 'user.joined', 'new Date(user.joined)') }),
      step('Short labels', {
        'src/card.js': edit(
          edit(bad, 'user.joined', 'new Date(user.joined)'),
          'toUpperCase();',
          'toUpperCase().slice(shortest);',
        ),
      }),
    ],
    culprit: 2,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'toUpperCase')",
    frames: [['src/card.js', 'user.fullName']],
    badExpression: 'user.fullName',
  };
}

function missingReturn(): MadeHistory {
  const find = lines(
    'export function find(accounts, name) {',
    '  const known = accounts.get(name);',
    '  if (known) return known;',
    '  return accounts.get("other");',
    '}',
  );
  const bad = edit(
    find,
    '  return accounts.get("other");',
    '  if (name) return accounts.get(name.toLowerCase());',
  );
  const use = lines(
    'export function book(accounts, entry) {',
    '  return find(accounts, entry.name).balance;',
    '}',
  );
  return {
    name: 'a function that no longer returns on every way',
    versions: [
      step('Start', { 'src/find.js': find, 'src/book.js': use }),
      step('Ignore case', { 'src/find.js': bad }),
      step('Book twice', { 'src/book.js': `${use}export const twice = entry => book(book(entry));\n` }),
    ],
    culprit: 1,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'balance')",
    frames: [['src/book.js', 'entry.name).balance']],
    producer: ['src/find.js', 'find(accounts, name)'],
  };
}

/** Histories that differ in how the mistake was made. */
export const mistakenHistories: readonly MadeHistory[] = [
  producer(),
  boundary(),
  pythonShape(),
  offByOne(),
  deletedGuard(),
  renamedField(),
  missingReturn(),
];
