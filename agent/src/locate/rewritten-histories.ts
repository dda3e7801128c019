import { edit, lines, type MadeHistory, step } from './made-history.ts';

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
    '  export const step = days.length / size',
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

/** Histories that differ in what became of the code afterwards. */
export const rewrittenHistories: readonly MadeHistory[] = [
  movedCode('js'),
  movedCode('ts'),
  extracted(),
  mixedFormat(),
  merged(),
  squashed(),
];
