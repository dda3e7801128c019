import { describe, it } from 'mocha';
import { assertFirst } from './scratch-repair.ts';

describe('repairs of Python, where its library refuses a value', () => {
  it('puts a value that may be a tuple into a text as one', () =>
    assertFirst(
      {
        files: {
          'report.py': 'def line(key):\n    text = "Key \'%s\' is wrong" % key\n    return text\n',
        },
        type: 'TypeError',
        value: 'not all arguments converted during string formatting',
        frames: [['report.py', 'is wrong']],
      },
      'report.py',
      'text = "Key \'%s\' is wrong" % (key,)',
    ));

  it('makes a number of a text that is formatted as one', () =>
    assertFirst(
      {
        files: { 'bill.py': 'def shown(bill):\n    return "{:.2f}".format(bill.amount)\n' },
        type: 'ValueError',
        value: "Unknown format code 'f' for object of type 'str'",
        frames: [['bill.py', 'return "{:.2f}"']],
      },
      'bill.py',
      'return "{:.2f}".format(float(bill.amount))',
    ));

  it('gives the time of now a time zone where the others have one', () =>
    assertFirst(
      {
        files: {
          'orders.py': `from datetime import datetime

def overdue(orders):
    now = datetime.utcnow()
    return [order for order in orders if order.due < now]
`,
        },
        type: 'TypeError',
        value: "can't compare offset-naive and offset-aware datetimes",
        frames: [['orders.py', 'return [']],
      },
      'orders.py',
      'from datetime import datetime, timezone',
      '',
      'def overdue(orders):',
      'now = datetime.now(timezone.utc)',
    ));

  it('finds the time without a zone in a caller', () =>
    assertFirst(
      {
        files: {
          'orders.py': 'def is_overdue(order, now):\n    return order.due < now\n',
          'job.py':
            'import datetime\nfrom orders import is_overdue\n\ndef run(orders):\n    now = datetime.datetime.now()\n    return [one for one in orders if is_overdue(one, now)]\n',
        },
        type: 'TypeError',
        value: "can't compare offset-naive and offset-aware datetimes",
        frames: [
          ['job.py', 'return [one'],
          ['orders.py', 'return order.due'],
        ],
      },
      'job.py',
      'now = datetime.datetime.now(datetime.timezone.utc)',
    ));

  it('reads a file before it is closed', () =>
    assertFirst(
      {
        files: {
          'prices.py': `import csv

def rows(path):
    with open(path) as file:
        return csv.DictReader(file)

def prices(path):
    found = {}
    for row in rows(path):
        found[row["sku"]] = row["price"]
    return found
`,
        },
        type: 'ValueError',
        value: 'I/O operation on closed file.',
        frames: [['prices.py', 'for row in rows']],
      },
      'prices.py',
      'return list(csv.DictReader(file))',
    ));

  it('makes a list of a generator that outlives its file', () =>
    assertFirst(
      {
        files: {
          'names.py': `def names(path):
    with open(path) as file:
        return (line.strip() for line in file)
`,
        },
        type: 'ValueError',
        value: 'I/O operation on closed file.',
        frames: [['names.py', 'return (line']],
      },
      'names.py',
      'return [line.strip() for line in file]',
    ));

  it('takes no logarithm of zero', () =>
    assertFirst(
      {
        files: {
          'units.py': `import math

def scale(value, unit):
    exponent = int(math.floor(math.log10(abs(value))))
    return str(exponent) + unit
`,
        },
        type: 'ValueError',
        value: 'math domain error',
        frames: [['units.py', 'exponent = int']],
      },
      'units.py',
      'exponent = int(math.floor(math.log10(abs(value)))) if value != 0 else 0',
    ));

  it('keeps a cosine within its range', () =>
    assertFirst(
      {
        files: {
          'angle.py': 'import math\n\ndef angle(a, b):\n    return math.acos(a.dot(b))\n',
        },
        type: 'ValueError',
        value: 'math domain error',
        frames: [['angle.py', 'return math.acos']],
      },
      'angle.py',
      'return math.acos(max(-1, min(1, a.dot(b))))',
    ));

  it('searches for a text as it is written', () =>
    assertFirst(
      {
        files: {
          'find.py':
            'import re\n\ndef has(text, word):\n    return re.search(r"\\b" + word, text) is not None\n',
        },
        type: 're.error',
        value: 'missing ), unterminated subpattern at position 3',
        frames: [['find.py', 'return re.search']],
      },
      'find.py',
      'return re.search(r"\\b" + re.escape(word), text) is not None',
    ));

  it('ends a recursion that puts a text together with an empty one', () =>
    assertFirst(
      {
        files: {
          'path.py': `def path(item):
    if item.parent is None:
        return item.name
    return path(item.parent) + " / " + item.name
`,
        },
        type: 'RecursionError',
        value: 'maximum recursion depth exceeded',
        frames: [
          ['path.py', 'return path'],
          ['path.py', 'return path'],
        ],
      },
      'path.py',
      'def path(item, seen=None):',
      'if seen is None:',
      'seen = set()',
      'if item in seen:',
      'return ""',
      'seen.add(item)',
      'if item.parent is None:',
      'return item.name',
      'return path(item.parent, seen) + " / " + item.name',
    ));
});
