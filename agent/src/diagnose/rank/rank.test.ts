import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Coverage } from '../coverage/coverage.ts';
import { diagnose } from '../diagnose.ts';
import { type Case, eventOf, inMemory, mappedOf } from '../scratch-case.ts';

async function places(made: Case, coverage?: Coverage) {
  const event = eventOf(made);
  const own = (file: string) => Object.hasOwn(made.files, file);
  const mapped = mappedOf(event).filter(({ file }) => own(file));
  const { locations } = await diagnose({ event, tree: inMemory(made.files), mapped, known: { coverage } });
  for (const [at, { score }] of locations.entries())
    assert.ok(score <= (locations[at - 1]?.score ?? 1), 'scores fall');
  return locations;
}

const brief = (found: Awaited<ReturnType<typeof places>>) => found.map(({ file, line }) => `${file}:${line}`);

const undefinedRead = (name: string) => `Cannot read properties of undefined (reading '${name}')`;

describe('rankLocations', () => {
  const shop = {
    'src/price.js': 'function priceOf(item) {\n  return item.net * 1.2;\n}\nmodule.exports = { priceOf };\n',
    'src/order.js':
      "const { priceOf } = require('./price');\nfunction total(order) {\n  const last = order.items[order.count];\n  return priceOf(last);\n}\nmodule.exports = { total };\n",
    'test/order.test.js': "it('totals', () => {\n  total({ items: [], count: 0 });\n});\n",
  };

  it('looks at the caller first when what fails is its argument', async () => {
    const found = await places({
      files: shop,
      type: 'TypeError',
      value: undefinedRead('net'),
      frames: [
        ['test/order.test.js', 'total({'],
        ['src/order.js', 'priceOf(last)'],
        ['src/price.js', 'item.net'],
      ],
    });
    assert.equal(found[0]?.file, 'src/order.js');
    assert.ok(brief(found).slice(0, 3).includes('src/price.js:2'));
    assert.equal(found.at(-1)?.file === 'test/order.test.js' || found.some(each => each.frame === 0), true);
    assert.ok(found.every(each => each.reasons.length > 0));
  });

  it('stays at the crash when the caller does not choose what it hands on, or is a test', async () => {
    const files = {
      'src/rule.js': 'module.exports = {\n  Identifier(node) {\n    return node.parent.type;\n  },\n};\n',
      'src/emitter.js': 'function emit(listeners, node) {\n  for (const each of listeners) each(node);\n}\n',
      'test/rule.test.js': 'rule.Identifier(parse("x"));\n',
    };
    const crash = ['src/rule.js', 'node.parent.type'] as const;
    const value = undefinedRead('type');
    const dispatched = await places({
      files,
      type: 'TypeError',
      value,
      frames: [['src/emitter.js', 'each(node)'], crash],
    });
    assert.equal(dispatched[0]?.file, 'src/rule.js');
    const tested = await places({
      files,
      type: 'TypeError',
      value,
      frames: [['test/rule.test.js', 'rule.Identifier'], crash],
    });
    assert.equal(tested[0]?.file, 'src/rule.js');
  });

  it('looks past a function that only checks what it is given', async () => {
    const found = await places({
      files: {
        'app/guard.py':
          'def require_positive(value):\n    if value <= 0:\n        raise ValueError("not positive")\n    return value\n',
        'app/pay.py':
          'from app.guard import require_positive\n\n\ndef pay(account):\n    amount = account.balance - 10\n    return require_positive(amount)\n',
      },
      type: 'ValueError',
      value: 'not positive',
      frames: [
        ['app/pay.py', 'return require_positive'],
        ['app/guard.py', 'raise ValueError'],
      ],
    });
    assert.equal(found[0]?.file, 'app/pay.py');
    assert.ok(found[1]?.reasons.some(reason => reason.includes('on purpose')));
  });

  it('counts a mutual recursion once', async () => {
    const files = {
      'src/even.js': 'function even(n) {\n  return odd(n - 1);\n}\n',
      'src/odd.js': 'function odd(n) {\n  return even(n - 1);\n}\n',
      'src/start.js': 'even(0.5);\n',
    };
    const round = [
      ['src/even.js', 'odd(n'],
      ['src/odd.js', 'even(n'],
    ] as const;
    const found = await places({
      files,
      type: 'RangeError',
      value: 'Maximum call stack size exceeded',
      frames: [['src/start.js', 'even(0.5)'], ...Array.from({ length: 60 }, () => round).flat()],
    });
    assert.deepEqual(new Set(found.slice(0, 3).map(each => each.file)), new Set(Object.keys(files)));
  });

  it('follows a failed assertion into the code that made the value', async () => {
    const found = await places({
      files: {
        'src/slug.js':
          "const { strip } = require('./strip');\nfunction slug(title) {\n  return strip(title).replace(/ /g, '_');\n}\nmodule.exports = { slug };\n",
        'src/strip.js': 'function strip(text) {\n  return text.trim();\n}\nmodule.exports = { strip };\n',
        'src/other.js': 'function slugs() {}\nmodule.exports = { slugs };\n',
        'test/slug.test.js':
          "const { slug } = require('../src/slug');\nit('makes slugs', () => {\n  const made = slug('a b');\n  assert.equal(made, 'a-b');\n});\n",
      },
      type: 'AssertionError',
      value: "'a_b' == 'a-b'",
      frames: [['test/slug.test.js', 'assert.equal']],
    });
    assert.deepEqual([found[0]?.file, found[0]?.symbol], ['src/slug.js', 'slug']);
    assert.ok(found.slice(0, 3).some(each => each.file === 'test/slug.test.js'));
    assert.ok(!found.some(each => each.file === 'src/other.js'));
  });

  it('names telling lines inside the functions, apart from each other', async () => {
    const filler = (count: number) => Array.from({ length: count }, (_, at) => `  use(${at});`).join('\n');
    const found = await places({
      files: {
        'a.js': `function f(rows) {\n${filler(6)}\n  let best = rows.first;\n${filler(8)}\n  if (rows.empty) return 0;\n${filler(8)}\n  return best.size;\n}\n`,
      },
      type: 'TypeError',
      value: undefinedRead('size'),
      frames: [['a.js', 'best.size']],
    });
    const lines = found.map(each => each.line);
    for (const line of [1, 8, 17, 26])
      assert.ok(
        lines.some(each => Math.abs(each - line) <= 3),
        `${line} of ${lines}`,
      );
    assert.ok(found.length <= 12);
  });

  it('says that no test runs a line, and weighs it more', async () => {
    const made: Case = {
      files: { 'a.js': 'const f = x => x.a.b;\nf({});\n' },
      type: 'TypeError',
      value: undefinedRead('b'),
      frames: [['a.js', 'x.a.b']],
    };
    const report = 'SF:a.js\nDA:1,0\nend_of_record\n';
    const coverage = await Coverage.find(async path => (path === 'lcov.info' ? report : undefined));
    const first = (found: Awaited<ReturnType<typeof places>>) => found.find(each => each.line === 1);
    const covered = first(await places(made, coverage));
    const plain = first(await places(made));
    assert.ok(covered?.reasons.includes('no test runs this line'));
    assert.ok((covered?.score ?? 0) > (plain?.score ?? 1));
  });

  it('takes what only makes or raises the error for a part of the throw', async () => {
    const found = await places({
      files: {
        'src/errors.js':
          'function ParseError(message) {\n  Error.captureStackTrace(this);\n  this.message = message;\n}\nmodule.exports = { ParseError };\n',
        'src/parser.js':
          "const { ParseError } = require('./errors');\nfunction fail(message) {\n  throw new ParseError(message);\n}\nfunction parseSet(tokens) {\n  const next = tokens.peek();\n  const known = kinds();\n  if (!known.has('x')) fail('expected = in set');\n  return next;\n}\n",
      },
      type: 'ParseError',
      value: 'expected = in set',
      frames: [
        ['src/parser.js', "fail('expected"],
        ['src/parser.js', 'throw new ParseError'],
        ['src/errors.js', 'captureStackTrace'],
      ],
    });
    assert.equal(found[0]?.symbol, 'parseSet');
  });

  it('weighs what changed lately a little more', async () => {
    const made: Case = {
      files: { 'a.js': 'function a(x) {\n  return list[0].b;\n}\n', 'b.js': 'a(1);\n' },
      type: 'Error',
      value: 'no',
      frames: [['a.js', 'list[0]']],
    };
    const event = eventOf(made);
    const about = { event, tree: inMemory(made.files), mapped: mappedOf(event) };
    const lately = await diagnose({ ...about, known: { changed: new Map([['a.js', 0]]) } });
    const longAgo = await diagnose({ ...about, known: { changed: new Map([['a.js', 4000]]) } });
    assert.ok((lately.locations[0]?.score ?? 0) > (longAgo.locations[0]?.score ?? 1));
  });

  it('gives scores of at most one, however much speaks for a place', async () => {
    const made: Case = {
      files: {
        'a.js':
          'function total(items) {\n  let sum = 0;\n  for (let i = 0; i <= items.length; i++) {\n    sum += items[i].price;\n  }\n  return sum;\n}\n',
      },
      type: 'TypeError',
      value: "Cannot read properties of undefined (reading 'price')",
      frames: [['a.js', 'sum += items']],
    };
    const event = eventOf(made);
    const about = { event, tree: inMemory(made.files), mapped: mappedOf(event) };
    const { locations } = await diagnose({ ...about, known: { changed: new Map([['a.js', 0]]) } });
    assert.equal(locations[0]?.score, 1);
    assert.ok((locations[1]?.score ?? 1) < 1);
  });

  it('finds the code that a failed test of another language exercises, one step further down, too', async () => {
    const found = await places({
      files: {
        'src/main/java/shop/Slug.java':
          "class Slug {\n  static String of(String title) {\n    return strip(title).replace(' ', '_');\n  }\n\n  private static String strip(String text) {\n    return text.trim();\n  }\n}\n",
        'src/main/java/shop/Other.java':
          'class Other {\n  static String strips() {\n    return "";\n  }\n}\n',
        'src/test/java/shop/SlugTest.java':
          'public class SlugTest {\n  @Test\n  public void makesSlugs() {\n    String made = Slug.of("a b");\n    assertEquals("a-b", made);\n  }\n}\n',
      },
      type: 'org.junit.ComparisonFailure',
      value: 'expected:<a[-]b> but was:<a[_]b>',
      frames: [['src/test/java/shop/SlugTest.java', 'assertEquals']],
    });
    assert.deepEqual(
      found.slice(0, 3).map(each => each.symbol),
      ['Slug.of', 'Slug.strip', 'SlugTest.makesSlugs'],
    );
    assert.ok(!found.some(each => each.file.endsWith('Other.java')));
  });
});
