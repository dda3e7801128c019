import type { Version } from './scratch-history.ts';

/** A mistake in a made-up history, with what the error would show. */
export interface MadeHistory {
  readonly name: string;
  readonly versions: readonly Version[];
  /** Index of the version that brought the mistake in. */
  readonly culprit: number;
  readonly type: string;
  readonly value: string;
  /** `file`, and code that stands on one line of it, outermost call first. */
  readonly frames: readonly (readonly [file: string, code: string])[];
  /** The expression that was bad, where the message does not name it. */
  readonly badExpression?: string;
  /** The line that a slice would name before the crash. */
  readonly producer?: readonly [file: string, code: string];
}

const lines = (...text: string[]) => `${text.join('\n')}\n`;
const edit = (text: string, from: string, to: string) => {
  if (!text.includes(from)) throw new Error(`Nothing to replace: ${from}`);
  return text.replace(from, to);
};
const step = (message: string, files: Version['files']): Version => ({ message, files });

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

function movedCode(extension: 'js' | 'ts'): MadeHistory {
  const from = `src/report.${extension}`;
  const to = `src/rates.${extension}`;
  const rate = lines(
    'function rateOf(table, region) {',
    '  const entry = table.entries.find(each => each.region === region);',
    '  return entry.rate * table.factor;',
    '}',
  );
  const good = edit(rate, 'entry.rate', '(entry ? entry.rate : 1)');
  const report = lines(
    'export function report(table, regions) {',
    '  return regions.map(each => rateOf(table, each));',
    '}',
  );
  const other = lines('export function title(table) {', '  return table.name;', '}');
  return {
    name: `code that was moved to another file (${extension})`,
    versions: [
      step('Start', { [from]: good + report }),
      step('Drop the default rate', { [from]: rate + report }),
      step('Titles', { [from]: rate + report + other }),
      step('Take rates apart', {
        [from]: `import { rateOf } from './rates.${extension}';\n${report}${other}`,
        [to]: `export ${rate}`,
      }),
    ],
    culprit: 1,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'rate')",
    frames: [
      [from, 'rateOf(table, each)'],
      [to, 'entry.rate'],
    ],
  };
}

function extracted(): MadeHistory {
  const before = lines(
    'def totals(rows):',
    '    out = {}',
    '    for row in rows:',
    '        share = row.amount / row.parts_of_whole',
    '        out[row.name] = share',
    '    return out',
  );
  const good = edit(before, 'row.parts_of_whole', 'max(row.parts_of_whole, 1)');
  const after = lines(
    'def share_of(row):',
    '    share = row.amount / row.parts_of_whole',
    '    return share',
    '',
    '',
    'def totals(rows):',
    '    out = {}',
    '    for row in rows:',
    '        out[row.name] = share_of(row)',
    '    return out',
  );
  return {
    name: 'code that was extracted into a function',
    versions: [
      step('Start', { 'app/totals.py': good }),
      step('Trust the parts', { 'app/totals.py': before }),
      step('Take the share apart', { 'app/totals.py': after }),
    ],
    culprit: 1,
    type: 'ZeroDivisionError',
    value: 'division by zero',
    frames: [
      ['app/totals.py', 'share_of(row)\n'],
      ['app/totals.py', 'row.amount / row.parts_of_whole'],
    ],
  };
}

function mixedFormat(): MadeHistory {
  const plan = lines(
    'export function plan(days, size) {',
    '  const step = days.length / size',
    '  return days.filter((day, at) => at % step === 0).map(day => day.start.hour)',
    '}',
    'export function first(days) {',
    '  return days[0]',
    '}',
  );
  const bad = edit(plan, 'day.start.hour', 'day.begin.hour');
  const formatted = edit(
    edit(
      bad,
      '  return days.filter((day, at) => at % step === 0).map(day => day.begin.hour)',
      '  return days\n    .filter((day, at) => at % step === 0)\n    .map(day => day.begin.hour);',
    ),
    'return days[0]',
    'return days.at(0) ?? none;',
  );
  return {
    name: 'a commit that formats here and changes something there',
    versions: [
      step('Start', { 'src/plan.js': plan }),
      step('Say begin', { 'src/plan.js': bad }),
      step('Allow for no days', { 'src/plan.js': formatted }),
    ],
    culprit: 1,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'hour')",
    frames: [['src/plan.js', 'day.begin.hour']],
  };
}

function merged(): MadeHistory {
  const pay = lines(
    'export function charge(order) {',
    '  const fee = order.card ? order.card.fee : 0;',
    '  const sum = order.lines.reduce((all, line) => all + line.price, 0);',
    '  const tax = sum * 0.2;',
    '',
    '  log(order);',
    '  const id = order.id;',
    '  return { id, sum, tax, fee };',
    '}',
  );
  const bad = edit(pay, 'order.card ? order.card.fee : 0', 'order.card.fee');
  const other = edit(pay, '  const id = order.id;', '  const id = String(order.id);');
  return {
    name: 'a branch that was merged',
    versions: [
      step('Start', { 'src/pay.js': pay }),
      step('Cards only', { 'src/pay.js': bad }),
      { ...step('Names are text', { 'src/pay.js': other }), on: 0 },
      {
        ...step('Merge', {
          'src/pay.js': edit(bad, '  const id = order.id;', '  const id = String(order.id);'),
        }),
        merges: 1,
      },
    ],
    culprit: 1,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'fee')",
    frames: [['src/pay.js', 'order.card.fee']],
  };
}

function squashed(): MadeHistory {
  const search = lines(
    'def search(index, words):',
    '    hits = []',
    '    for word in words:',
    '        hits.extend(index.lookup(word))',
    '    return hits',
  );
  const squash = lines(
    'def search(index, words, limit=10):',
    '    hits = []',
    '    scores = {}',
    '    for word in words:',
    '        for hit in index.lookup(word):',
    '            scores[hit.page] += hit.score',
    '            hits.append(hit)',
    '    return ranked(hits, scores)[:limit]',
    '',
    '',
    'def ranked(hits, scores):',
    '    return sorted(hits, key=lambda hit: scores[hit.page])',
  );
  const filler = Array.from(
    { length: 60 },
    (_, at) => `def page_${at}(hit):\n    return hit.page + ${at}\n`,
  ).join('\n\n');
  return {
    name: 'a squash of a whole feature',
    versions: [
      step('Start', { 'app/search.py': search }),
      step('Rank what is found', { 'app/search.py': squash, 'app/pages.py': filler }),
      step('Show more', { 'app/search.py': edit(squash, 'limit=10', 'limit=50') }),
      step('Skip empty words', {
        'app/search.py': edit(
          edit(squash, 'limit=10', 'limit=50'),
          '    for word in words:\n',
          '    for word in filter(None, words):\n',
        ),
      }),
    ],
    culprit: 1,
    type: 'KeyError',
    value: "'intro'",
    frames: [['app/search.py', 'scores[hit.page] += hit.score']],
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

export const madeHistories: readonly MadeHistory[] = [
  producer(),
  boundary(),
  pythonShape(),
  offByOne(),
  deletedGuard(),
  movedCode('js'),
  movedCode('ts'),
  extracted(),
  mixedFormat(),
  merged(),
  squashed(),
  renamedField(),
  missingReturn(),
];
