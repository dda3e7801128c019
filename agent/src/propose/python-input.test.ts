import { describe, it } from 'mocha';
import { assertFirst } from './scratch-repair.ts';

describe('repairs of Python, producer first: empty input, bounds, names and types', () => {
  it('returns what the type says for no elements', () =>
    assertFirst(
      {
        files: {
          'stats.py': `from decimal import Decimal


def mean(values: list[Decimal]) -> Decimal:
    """The mean of the values."""
    total = sum(values)
    return total / len(values)
`,
        },
        type: 'ZeroDivisionError',
        value: 'division by zero',
        frames: [['stats.py', 'total / len(values)']],
      },
      'stats.py',
      'if not values:',
      "return Decimal('0')",
    ));

  it('returns what the docstring promises', () =>
    assertFirst(
      {
        files: {
          'best.py': `def best(scores):
    """The highest score, or None when there are no scores."""
    ordered = sorted(scores)
    return ordered[-1]
`,
        },
        type: 'IndexError',
        value: 'list index out of range',
        frames: [['best.py', 'ordered[-1]']],
      },
      'best.py',
      'if not ordered:',
      'return None',
    ));

  it('does as its siblings do', () =>
    assertFirst(
      {
        files: {
          'series.py': `def lowest(xs):
    if not xs:
        return 0.0
    return min(xs)


def highest(xs):
    return max(xs)
`,
        },
        type: 'ValueError',
        value: 'max() arg is an empty sequence',
        frames: [['series.py', 'return max(xs)']],
      },
      'series.py',
      'if not xs:',
      'return 0.0',
    ));

  it('divides by what was counted in a loop', () =>
    assertFirst(
      {
        files: {
          'rate.py': `def rate(events):
    hits = 0
    seen = 0
    for event in events:
        seen += 1
        if event.hit:
            hits += 1
    return hits / seen
`,
        },
        type: 'ZeroDivisionError',
        value: 'division by zero',
        frames: [['rate.py', 'hits / seen', { seen: '0', hits: '0' }]],
      },
      'rate.py',
      'if not events:',
      'return 0',
    ));

  it('keeps a range inside the list', () =>
    assertFirst(
      {
        files: {
          'pairs.py': `def rising(xs):
    for i in range(len(xs)):
        if xs[i + 1] < xs[i]:
            return False
    return True
`,
        },
        type: 'IndexError',
        value: 'list index out of range',
        frames: [['pairs.py', 'if xs[i + 1] < xs[i]']],
      },
      'pairs.py',
      'for i in range(len(xs) - 1):',
    ));

  it('counts from zero to the length', () =>
    assertFirst(
      {
        files: {
          'scan.py': `def scan(grid):
    total = 0
    for row in range(0, len(grid) + 1):
        total += grid[row]
    return total
`,
        },
        type: 'IndexError',
        value: 'list index out of range',
        frames: [['scan.py', 'grid[row]']],
      },
      'scan.py',
      'for row in range(0, len(grid)):',
    ));

  it('imports a module of the standard library', () =>
    assertFirst(
      {
        files: {
          'load.py':
            '"""Loads."""\n\nimport os\n\n\ndef load(path):\n    with open(os.path.join(path, "a")) as file:\n        return json.load(file)\n',
        },
        type: 'NameError',
        value: "name 'json' is not defined",
        frames: [['load.py', 'json.load(file)']],
      },
      'load.py',
      'import json',
    ));

  it('corrects a misspelt name', () =>
    assertFirst(
      {
        files: { 'a.py': 'def area(width, height):\n    return width * hieght\n' },
        type: 'NameError',
        value: "name 'hieght' is not defined",
        frames: [['a.py', 'hieght']],
      },
      'a.py',
      'return width * height',
    ));

  it('reads an empty text as zero', () =>
    assertFirst(
      {
        files: { 'form.py': 'def amount(row):\n    return int(row["amount"])\n' },
        type: 'ValueError',
        value: "invalid literal for int() with base 10: ''",
        frames: [['form.py', 'int(row["amount"])']],
      },
      'form.py',
      'return int(row["amount"] or 0)',
    ));

  it('joins text and number', () =>
    assertFirst(
      {
        files: { 'greet.py': 'def line(name, age):\n    return name + " is " + age\n' },
        type: 'TypeError',
        value: 'can only concatenate str (not "int") to str',
        frames: [['greet.py', 'name + " is " + age', { name: "'x'", age: '3' }]],
      },
      'greet.py',
      'return name + " is " + str(age)',
    ));

  it('checks a parameter first, as its siblings do', () =>
    assertFirst(
      {
        files: {
          'tree.py':
            'def depth(node):\n    return 1 + max(depth(node.left), depth(node.right))\n\n\ndef size(node):\n    if node is None:\n        return 0\n    return 1 + size(node.left) + size(node.right)\n',
        },
        type: 'AttributeError',
        value: "'NoneType' object has no attribute 'left'",
        frames: [['tree.py', 'depth(node.left)']],
      },
      'tree.py',
      'if node is None:',
      'return 0',
    ));

  it('takes a sorted copy instead of what sort gives back', () =>
    assertFirst(
      {
        files: { 'top.py': 'def top(xs):\n    ordered = xs.sort(reverse=True)\n    return ordered[0]\n' },
        type: 'TypeError',
        value: "'NoneType' object is not subscriptable",
        frames: [['top.py', 'ordered[0]']],
      },
      'top.py',
      'ordered = sorted(xs, reverse=True)',
    ));
});
