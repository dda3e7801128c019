import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { apply, normalised, type Patch } from '../edit/patch.ts';
import { locationsIn, searchIn } from './scratch-search.ts';

async function first(count: number, patches: AsyncGenerator<Patch>): Promise<Patch[]> {
  const taken: Patch[] = [];
  for await (const patch of patches) {
    taken.push(patch);
    if (taken.length >= count) break;
  }
  return taken;
}

const merge = `def other(a):
    return a[1:]


def merge(left, right):
    out = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            out.append(left[i])
            i += 1
        else:
            out.append(right[j])
            j += 1
    out.extend(left[i:])
    return out


def last(xs):
    return xs[len(xs) - 1]
`;

const cache = `import { clock } from './clock.js';

export class Cache {
  #entries = new Map();

  async get(key, make, limit = 10) {
    const known = this.#entries.get(key);
    if (known !== undefined && known.until > clock.now()) return known.value;
    const value = await make(key);
    for (const [other, entry] of this.#entries) {
      if (entry.until < clock.now() || this.#entries.size >= limit) this.#entries.delete(other);
    }
    this.#entries.set(key, { value, until: clock.now() + 1000 });
    return value;
  }

  size() {
    return this.#entries.size;
  }
}
`;

const flat =
  'def flat(xs):\n    for x in xs:\n        if isinstance(x, list):\n            for y in flat(x):\n                yield y\n        else:\n            yield flat(x)\n';

const programs = [
  { path: 'a/merge.py', text: merge, lines: [5, 17] as const },
  { path: 'cache.js', text: cache, lines: [6, 15] as const },
  {
    path: 'cache.ts',
    text: cache.replace('key, make,', 'key: string, make: (key: string) => Promise<number>,'),
    lines: [6, 15] as const,
  },
  { path: 'flat.py', text: flat, lines: [1, 7] as const },
];

describe('search', () => {
  it('makes only edits that parse, are told apart by their trees, and stay in the function', function () {
    this.timeout(60_000);
    return fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...programs),
        fc.integer({ min: 0, max: 11 }),
        fc.constantFrom('\n', '\r\n'),
        async ({ path, text: plain, lines: [from, to] }, offset, newline) => {
          const text = plain.replaceAll('\n', newline);
          const line = from + (offset % (to - from + 1));
          const patches = await first(120, searchIn(path, text, locationsIn(path, [line, 0.8])));
          assert.ok(patches.length >= 40, `${patches.length}`);
          const keys = new Set<string>();
          const before = text.split(newline);
          for (const patch of patches) {
            const after = apply(patch);
            assert.ok(after !== undefined);
            const { key, errors } = normalised(patch.file, after);
            assert.equal(errors, 0, after);
            assert.ok(!keys.has(key), patch.explanation);
            keys.add(key);
            const now = after.split(newline);
            assert.deepEqual(now.slice(0, from - 1), before.slice(0, from - 1), patch.explanation);
            assert.deepEqual(
              now.slice(now.length - (before.length - to)),
              before.slice(to),
              patch.explanation,
            );
            assert.ok(!now.some(part => part.endsWith('\r') || part.includes('\n')), 'line ends');
          }
        },
      ),
      { numRuns: 12 },
    );
  });

  it('goes by likelihood, and tries pairs after what is likelier alone', async () => {
    const patches = await first(2000, searchIn('flat.py', flat, locationsIn('flat.py', [7, 1])));
    const weights = patches.map(({ weight }) => Math.min(1, weight ?? 0));
    const twice = patches.findIndex(
      ({ edits, explanation }) => edits.length > 1 && explanation.includes('. '),
    );
    assert.ok(twice > 20, `${twice}`);
    assert.ok((weights[0] ?? 0) > (weights[twice] ?? 0));
    const singles = patches
      .filter(({ explanation }) => !explanation.includes('. '))
      .map(({ weight }) => weight ?? 0);
    assert.deepEqual(
      singles,
      [...singles].sort((a, b) => b - a),
    );
  });

  it('prefers the line that is ranked first', async () => {
    const at = async (...scored: (readonly [number, number])[]) => {
      const patches = await first(400, searchIn('merge.py', merge, locationsIn('merge.py', ...scored)));
      return patches.findIndex(patch => apply(patch)?.includes('left[i] < right[j]'));
    };
    const vague = await at([8, 0.5], [15, 0.5], [9, 0.3]);
    const sure = await at([9, 1], [8, 0.2]);
    assert.ok(sure >= 0 && sure < vague, `${sure} ${vague}`);
  });

  it('goes on where it was left', async () => {
    const whole = await first(30, searchIn('flat.py', flat, locationsIn('flat.py', [7, 1])));
    const search = searchIn('flat.py', flat, locationsIn('flat.py', [7, 1]));
    const parts: (string | undefined)[] = [];
    for (let taken = 0; taken < 30; taken++) {
      const { value } = await search.next();
      parts.push(value ? apply(value) : undefined);
    }
    assert.deepEqual(parts, whole.map(apply));
  });

  it('finds two mistakes at once', async () => {
    const text = 'def lowest(xs):\n    return max(xs[1:])\n';
    const wanted = text.replace('max', 'min').replace('[1:]', '[0:]');
    for await (const patch of searchIn('a.py', text, locationsIn('a.py', [2, 1])))
      if (apply(patch) === wanted) return;
    assert.fail('never made');
  });

  it('stays near the ranked lines of a long function', async () => {
    const lines = Array.from(
      { length: 120 },
      (_, at) => `    a${at} = a${Math.max(0, at - 1)} + ${at}\n`,
    ).join('');
    const text = `def long(a0):\n${lines}    return a119\n`;
    const patches = await first(200, searchIn('long.py', text, locationsIn('long.py', [60, 1])));
    assert.equal(patches.length, 200);
    const far = patches.filter(
      ({ file, edits }) => Math.abs(file.tree.lineAt(edits[0]?.start ?? 0) - 60) > 30,
    );
    assert.deepEqual(far, []);
  });

  it('has nothing for tests, other languages and lines without code', async () => {
    const go = 'package a\n\nfunc f(n int) int {\n\treturn n + 1\n}\n';
    assert.deepEqual(await first(5, searchIn('a.go', go, locationsIn('a.go', [4, 1]))), []);
    assert.deepEqual(
      await first(5, searchIn('tests/test_a.py', flat, locationsIn('tests/test_a.py', [2, 1]))),
      [],
    );
    assert.deepEqual(await first(5, searchIn('a.py', '# nothing\n\n', locationsIn('a.py', [1, 1]))), []);
  });

  it('thinks little of edits to what is only said', async () => {
    const text =
      'def f(n, limit):\n    print("n", n + 1)\n    if n < limit:\n        return n + 1\n    raise ValueError(n - 1)\n';
    const patches = await first(
      20,
      searchIn('a.py', text, locationsIn('a.py', [2, 1], [3, 1], [4, 1], [5, 1])),
    );
    const said = patches.filter(({ file, edits }) => [2, 5].includes(file.tree.lineAt(edits[0]?.start ?? 0)));
    assert.deepEqual(said, []);
  });
});
