import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { apply } from '../../edit/patch.ts';
import type { Operator } from '../edit.ts';
import { editsOf, sceneOf } from '../scratch-search.ts';
import { cases } from './cases.ts';
import { conditions } from './conditions.ts';
import { confusedOperators } from './confused.ts';
import { expressions } from './expressions.ts';
import { fallbacks } from './fallbacks.ts';
import { flags } from './flags.ts';
import { insertions } from './insertions.ts';
import { members } from './members.ts';
import { moves } from './moves.ts';
import { numerics } from './numerics.ts';
import { parts } from './parts.ts';
import { receivers } from './receivers.ts';
import { results } from './results.ts';
import { reuse } from './reuse.ts';
import { running } from './running.ts';
import { steps } from './steps.ts';
import { swaps } from './swaps.ts';
import { twins } from './twins.ts';
import { updates } from './updates.ts';
import { variables } from './variables.ts';
import { wraps } from './wraps.ts';

interface Known {
  file: 'a.py' | 'a.ts';
  text: string;
  /** Texts of which some edit holds each, with white space drawn together. */
  makes?: readonly string[];
  /** Texts that no edit may hold. */
  never?: readonly string[];
  /** Nothing at all is done to it. */
  alone?: true;
}

const known: readonly (readonly [name: string, Operator, ...Known[]])[] = [
  [
    'fallbacks',
    fallbacks,
    {
      file: 'a.ts',
      text: "function f(test) {\n  return it(test.code || test, 'x');\n}\n",
      makes: [
        "it(typeof test === 'object' ? test.code : test",
        "it(typeof test === 'string' ? test : test.code",
      ],
    },
    {
      file: 'a.ts',
      text: '/** @param {string} [base] */\nfunction f(file, base) {\n  return join(dirname(file), file);\n}\n',
      makes: ['join(base || dirname(file), file)'],
      never: ['file ||'],
    },
    { file: 'a.ts', text: 'function f(a, b) {\n  return g(a.b || b, h(a, b));\n}\n', alone: true },
    { file: 'a.py', text: 'def f(a):\n    return g(a.b or a)\n', alone: true },
  ],
  [
    'confused operators',
    confusedOperators,
    {
      file: 'a.py',
      text: 'def f(n):\n    n |= n >> 1\n    return n < 3 and n != 1\n',
      makes: ['n &= n', 'n << 1', 'n <= 3', '3 or n', 'n == 1'],
    },
    {
      file: 'a.ts',
      text: 'function f(a, b) {\n  return a / 2 >= b || a === b;\n}\n',
      makes: ['a / 2 > b', 'a * 2', '&& a', 'a !== b'],
      never: ['//'],
    },
    { file: 'a.py', text: 'def f(name):\n    print("hello")\n    return "a" + name\n', alone: true },
  ],
  [
    'steps',
    steps,
    {
      file: 'a.py',
      text: 'def f(xs, n):\n    for i in range(n):\n        xs[i] = xs[i:n]\n    return len(xs)\n',
      makes: ['range(n + 1)', 'xs[i - 1]', 'xs[i:n + 1]', 'return len(xs) - 1'],
    },
    {
      file: 'a.ts',
      text: 'function f(xs, i) {\n  if (i < xs.length) return xs.slice(i - 1) * 2;\n  return 2 * xs.length;\n}\n',
      makes: ['i < xs.length - 1', 'slice(i)', '2 * (xs.length - 1)'],
    },
    { file: 'a.py', text: 'def f(text):\n    return text.strip() or "1"\n', alone: true },
  ],
  [
    'swaps',
    swaps,
    {
      file: 'a.py',
      text: 'def f(a, b, c):\n    return g(a, b, c) - d[a, b]\n',
      makes: ['g(b, a, c)', 'g(c, b, a)', 'd[b, a]'],
    },
    {
      file: 'a.ts',
      text: 'function f(a, b) {\n  return a ? a - b : b;\n}\n',
      makes: ['b - a', 'a ? b : a - b'],
    },
    { file: 'a.py', text: 'def f(a):\n    return g(a, a) + h(x=1, y=2)\n', never: ['y=2, x=1', 'h(y'] },
  ],
  [
    'variables',
    variables,
    {
      file: 'a.py',
      text: 'def f(xs, ys):\n    n = len(xs)\n    for y in ys:\n        n += y\n    return n\n',
      makes: ['len(ys)', 'in xs:', 'return y', 'y += y'],
      never: ['def f(ys', 'len(y)\n    for', 'n = len(n)'],
    },
    {
      file: 'a.ts',
      text: 'function f(a) {\n  if (a > 1) {\n    const inner = a;\n    use(inner);\n  }\n  return a;\n}\n',
      makes: ['use(a)'],
      never: ['return inner'],
    },
    { file: 'a.py', text: 'def f(a):\n    return print(a)\n', alone: true },
  ],
  [
    'members',
    members,
    {
      file: 'a.py',
      text: 'def f(node):\n    if node.left:\n        return max(node.left, 1)\n    return node.parent\n',
      makes: ['node.right:', 'min(node.left', 'return node.left'],
    },
    {
      file: 'a.ts',
      text: 'function f(xs) {\n  return xs.every(x => Math.floor(x.y));\n}\n',
      makes: ['xs.some', 'Math.ceil', 'x.x'],
    },
    { file: 'a.py', text: 'def f(a):\n    return a.only(1)\n', alone: true },
  ],
  [
    'conditions',
    conditions,
    {
      file: 'a.py',
      text: 'def f(xs, n):\n    first, *rest = xs\n    if n < 0:\n        return 0\n    while True:\n        first = rest.pop()\n',
      makes: ['if not (n < 0):', 'n < 0 or not xs', 'while rest:'],
    },
    {
      file: 'a.ts',
      text: 'function f(last, next) {\n  if (next.from <= last.to && next) return 1;\n  return 2;\n}\n',
      makes: ['(last && next.from', '(next.from <= last.to)', '(!last || (next.from'],
    },
    { file: 'a.ts', text: 'function f(a) {\n  for (;;) g(a);\n}\n', alone: true },
  ],
  [
    'parts',
    parts,
    {
      file: 'a.py',
      text: 'def f(xs):\n    yield f(xs)\n    return 1 + f(xs[1:])\n',
      makes: ['yield xs', 'return f(xs[1:])', 'f(xs)\n    return 1 + f(xs)'],
    },
    {
      file: 'a.ts',
      text: 'function f(a) {\n  return !a && g(a.trim());\n}\n',
      makes: ['return a && g', 'a.trim();'],
    },
    { file: 'a.py', text: 'def f(xs):\n    print(xs)\n', alone: true },
  ],
  [
    'wraps',
    wraps,
    {
      file: 'a.py',
      text: 'def f(xs, k, best):\n    best = best + k * 2\n    for x in xs:\n        if best < k:\n            best = k - 1\n    return f(xs[1:], k, best)\n',
      makes: ['max(0, best + k * 2)', 'in xs[k:]:', 'max(best, k - 1)', 'f(xs[1:], k - best'],
    },
    {
      file: 'a.ts',
      text: 'function f(words, name) {\n  const low = name.toLowerCase();\n  return words.find(word => word.text === low);\n}\n',
      makes: ['word.text.toLowerCase()'],
    },
    { file: 'a.py', text: 'def f(flag):\n    return None\n', alone: true },
  ],
  [
    'expressions',
    expressions,
    {
      file: 'a.py',
      text: 'def f(a, b, i):\n    a[i] = get(b[i])\n    return get(a[i])\n',
      makes: ['b[i] = get', 'return i', 'get(b[i]) return'.replace(' return', '')],
      never: ['return get\n'],
    },
    { file: 'a.ts', text: 'function f(a, b) {\n  return a + b;\n}\n', alone: true },
  ],
  [
    'results',
    results,
    {
      file: 'a.py',
      text: 'def f(xs):\n    depth = 0\n    for x in xs:\n        depth += x\n    if depth < 0:\n        return []\n    f(xs)\n    return True\n',
      makes: ['return f(xs)', 'return depth == 0', 'return [[]]', 'return [xs]', 'return False'],
    },
    {
      file: 'a.ts',
      text: 'async function load(id) {\n  const row = get(id);\n  return row.name;\n}\n',
      makes: ['await get(id)'],
    },
    { file: 'a.py', text: 'def f(x):\n    if x.items:\n        yield f(x)\n', makes: ['yield from f(x)'] },
    { file: 'a.ts', text: 'async function load(id) {\n  return await get(id);\n}\n', alone: true },
  ],
  [
    'cases',
    cases,
    {
      file: 'a.py',
      text: 'def f(xs):\n    if len(xs) == 0:\n        return xs\n    return [xs[0]]\n',
      makes: ['len(xs) <= 1'],
      never: ['if not xs'],
    },
    {
      file: 'a.ts',
      text: "function f(text) {\n  const out = {};\n  for (const part of text.split('&')) out[part] = 1;\n  return out;\n}\n",
      makes: ['if (!text) return out;'],
    },
    { file: 'a.py', text: 'def f(a):\n    return a.b\n', alone: true },
  ],
  [
    'flags',
    flags,
    {
      file: 'a.py',
      text: 'def f(x):\n    g(x, reverse=True)\n    while True:\n        x = False\n',
      makes: ['reverse=False', 'x = True'],
      never: ['while False'],
    },
    { file: 'a.ts', text: 'function f() {\n  while (true) g();\n}\n', alone: true },
  ],
  [
    'updates',
    updates,
    { file: 'a.py', text: 'def f(d, k, v):\n    d[k].update(v)\n', makes: ['d[k] = v'] },
    {
      file: 'a.ts',
      text: 'function f(xs, x) {\n  xs.concat(x);\n  return xs;\n}\n',
      makes: ['xs = xs.concat(x)'],
    },
    { file: 'a.ts', text: 'function f(xs, x) {\n  const ys = xs.concat(x);\n  return ys;\n}\n', alone: true },
  ],
  [
    'insertions',
    insertions,
    {
      file: 'a.py',
      text: 'def f(start):\n    seen = set()\n    open = [start]\n    while open:\n        node = open.pop()\n        if node in seen:\n            continue\n        visit(node)\n',
      makes: ['continue seen.add(node) visit(node)'],
    },
    {
      file: 'a.py',
      text: 'def f(n, memo):\n    if n in memo:\n        return memo[n]\n    value = f(n - 1, memo)\n    return value\n',
      makes: ['memo[n] = value return value'],
    },
    {
      file: 'a.ts',
      text: 'function f(node) {\n  let last = null;\n  while (node) {\n    const next = node.next;\n    node.next = last;\n    node = next;\n  }\n  return last;\n}\n',
      makes: ['last = node; node = next;'],
    },
    {
      file: 'a.py',
      text: 'def f(tokens):\n    out = []\n    stack = []\n    for token in tokens:\n        if token:\n            out.append(stack.pop())\n    return out\n',
      makes: ['stack.append(token)'],
    },
    { file: 'a.ts', text: 'function f(a) {\n  const b = a + 1;\n  return b;\n}\n', alone: true },
  ],
  [
    'twins',
    twins,
    {
      file: 'a.py',
      text: 'def f(a, b, i, j):\n    out = [a[i], b[j]]\n    out.extend(a[i:])\n    return out\n',
      makes: ['out.extend(a[i:]) out.extend(b[j:])'],
    },
    {
      file: 'a.py',
      text: 'def f(a, b, i, j):\n    out = [a[i], b[j]]\n    out.extend(a[i:])\n    out.extend(b[j:])\n',
      alone: true,
    },
  ],
  [
    'moves',
    moves,
    {
      file: 'a.py',
      text: 'def f(xs):\n    total = 0\n    for x in xs:\n        total += x\n        return total\n',
      makes: ['total += x return total'],
    },
    {
      file: 'a.ts',
      text: 'function f(a) {\n  a.push(1);\n  a.pop();\n  return a;\n}\n',
      makes: ['a.pop(); a.push(1);', '{ a.pop();'],
    },
    { file: 'a.py', text: 'def f(a):\n    return a\n', alone: true },
  ],
  [
    'numerics',
    numerics,
    {
      file: 'a.ts',
      text: 'function f(a, b) {\n  if (a - b === 0) return 0;\n  let sum = a + b;\n  sum += a;\n  return sum / b;\n}\n',
      makes: [
        'if (a % b === 0)',
        'if (a - b < 0)',
        'return -1;',
        'let sum = (a + b) / 2',
        'sum += Math.abs(a)',
        'return Math.floor(sum / b)',
      ],
    },
    {
      file: 'a.ts',
      text: 'function f(seen, x) {\n  seen[x] = seen[x] || 0;\n  return Math.floor(x / 2);\n}\n',
      makes: ['seen[x] = (seen[x] || 0) + 1'],
      never: ['Math.floor(Math.'],
    },
    { file: 'a.py', text: 'def f(a, b):\n    return a / b == 0\n', alone: true },
  ],
  [
    'receivers',
    receivers,
    {
      file: 'a.ts',
      text: "function f(text, part) {\n  if (part.includes(text)) return text.split('').reverse().join('');\n  return part + text.slice(part);\n}\n",
      makes: [
        'if (text.includes(part))',
        'text.slice(-part)',
        "return part.split('').reverse().join('') + text",
        'part.includes(text.toLowerCase())',
      ],
    },
    {
      file: 'a.ts',
      text: 'function f(list) {\n  return list.map(x => x);\n}\n',
      makes: ['.sort((a, b) => a - b)', '.reverse()', '.slice(1)'],
    },
    { file: 'a.py', text: 'def f(a, b):\n    return a.index(b)\n', alone: true },
  ],
  [
    'reuse',
    reuse,
    {
      file: 'a.ts',
      text: "function f(list, other) {\n  let most = 0;\n  for (let i = 0; i < list.length; i++) {\n    if (list[i] === 'x' && list.includes(most)) most = list[i] / i;\n    if (most) return list.includes(i);\n  }\n}\n",
      makes: [
        'list[i] === other',
        'most === ',
        '&& !list.includes(most)',
        'list[i] / list.length',
        'if (most && i === 0)',
        'return list.includes(most)',
      ],
    },
    { file: 'a.py', text: "def f(a, b):\n    return a[0] == 'x' and not b\n", alone: true },
  ],
  [
    'running values',
    running,
    {
      file: 'a.ts',
      text: "function f(list) {\n  let part = '';\n  let odd = true;\n  let sum = 0;\n  const out = [];\n  for (const one of list) {\n    sum = one;\n    part += one;\n    if (odd) out.push(part);\n    out.push(part);\n  }\n  return out;\n}\n",
      makes: ['sum += one', "out.push(part); part = '';", 'odd = !odd;'],
    },
    {
      file: 'a.ts',
      text: 'function f(list) {\n  const at = list.length / 2;\n  return list[at];\n}\n',
      makes: ['list.sort((a, b) => a - b); return list[at]'],
    },
    { file: 'a.py', text: 'def f(a):\n    for b in a:\n        c = b\n', alone: true },
  ],
];

const drawn = (text: string) => text.replace(/\s+/g, ' ');

describe('search operators', () => {
  for (const [name, operator, ...programs] of known)
    it(`${name} make what they know and leave the rest alone`, async () => {
      for (const { file, text, makes = [], never = [], alone } of programs) {
        const scene = await sceneOf(file, text);
        const made = editsOf(operator, scene).flatMap(edit => apply({ ...edit, file: scene.file }) ?? []);
        const all = made.map(drawn);
        for (const wanted of makes)
          assert.ok(
            all.some(after => after.includes(drawn(wanted))),
            `${wanted}\n${made.join('\n')}`,
          );
        for (const unwanted of never)
          assert.deepEqual(
            all.filter(after => after.includes(drawn(unwanted))),
            [],
            unwanted,
          );
        if (alone) assert.deepEqual(made, []);
      }
    });
});
