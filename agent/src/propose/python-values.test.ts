import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { assertFirst, changedLines, repair } from './scratch-repair.ts';

describe('repairs of Python, producer first: keys, splits, orders, operands and arguments', () => {
  it('makes the same key wherever it is used', () =>
    assertFirst(
      {
        files: {
          'seen.py': `def first_seen(rows):
    found = {}
    for number, row in enumerate(rows):
        if row not in found:
            found[row] = number
    return found
`,
        },
        type: 'TypeError',
        value: "unhashable type: 'set'",
        frames: [['seen.py', 'if row not in found']],
      },
      'seen.py',
      'if frozenset(row) not in found:',
      'found[frozenset(row)] = number',
    ));

  it('splits only as often as there are names', () =>
    assertFirst(
      {
        files: {
          'log.py':
            'def read(row):\n    when, level, text = row.split(" ")\n    return {"when": when, "level": level, "text": text}\n',
        },
        type: 'ValueError',
        value: 'too many values to unpack (expected 3)',
        frames: [['log.py', 'row.split']],
      },
      'log.py',
      'when, level, text = row.split(" ", 2)',
    ));

  it('parts a text that may lack its separator', () =>
    assertFirst(
      {
        files: { 'mail.py': "def domain(address):\n    name, host = address.rsplit('@')\n    return host\n" },
        type: 'ValueError',
        value: 'not enough values to unpack (expected 2, got 1)',
        frames: [['mail.py', 'rsplit']],
      },
      'mail.py',
      "name, _, host = address.rpartition('@')",
    ));

  it('finds nothing rather than stopping the caller', () =>
    assertFirst(
      {
        files: {
          'rooms.py':
            'def free(rooms, day):\n    return next(room.number for room in rooms if day not in room.taken)\n',
        },
        type: 'StopIteration',
        value: '',
        frames: [['rooms.py', 'return next(']],
      },
      'rooms.py',
      'return next((room.number for room in rooms if day not in room.taken), None)',
    ));

  it('joins numbers as texts', () =>
    assertFirst(
      {
        files: { 'path.py': 'def path(steps):\n    return "/".join(step.id for step in steps)\n' },
        type: 'TypeError',
        value: 'sequence item 0: expected str instance, int found',
        frames: [['path.py', '"/".join']],
      },
      'path.py',
      'return "/".join(str(step.id) for step in steps)',
    ));

  it('gives an argument by the name that the function has', () =>
    assertFirst(
      {
        files: {
          'mail.py':
            'def send(to, subject, reply_to=None):\n    return to\n\n\ndef ask(user):\n    return send(user, "?", replyto="me")\n',
        },
        type: 'TypeError',
        value: "send() got an unexpected keyword argument 'replyto'",
        frames: [['mail.py', 'return send(user']],
      },
      'mail.py',
      'return send(user, "?", reply_to="me")',
    ));

  it('lets a method take the instance that it is called on', () =>
    assertFirst(
      {
        files: {
          'clock.py':
            'class Clock:\n    def now():\n        return 1\n\n    def later(self):\n        return self.now() + 1\n',
        },
        type: 'TypeError',
        value: 'Clock.now() takes 0 positional arguments but 1 was given',
        frames: [['clock.py', 'self.now() + 1']],
      },
      'clock.py',
      'def now(self):',
    ));

  it('ends where a structure ends', () =>
    assertFirst(
      {
        files: {
          'folders.py':
            'def names(folder):\n    found = [folder.name]\n    found += names(folder.parent)\n    return sorted(found)\n',
        },
        type: 'AttributeError',
        value: "'NoneType' object has no attribute 'name'",
        frames: [
          ['folders.py', 'found += names'],
          ['folders.py', 'found = [folder.name]'],
        ],
      },
      'folders.py',
      'if folder is None:',
      'return []',
    ));

  it('gives a number where a text is made of it', () =>
    assertFirst(
      {
        files: {
          'speed.py': `def speed(run):
    if run.seconds:
        return run.metres / run.seconds


def line(run):
    return f"{speed(run):.1f} m/s"
`,
        },
        type: 'TypeError',
        value: 'unsupported format string passed to NoneType.__format__',
        frames: [['speed.py', 'speed(run):.1f']],
      },
      'speed.py',
      'return 0',
    ));

  it('passes over blank lines where they are taken one by one', () =>
    assertFirst(
      {
        files: {
          'days.py': `from datetime import date


def day(line):
    return date.fromisoformat(line)


def days(text):
    found = []
    for line in text.splitlines():
        found.append(day(line))
    return found
`,
        },
        type: 'ValueError',
        value: "Invalid isoformat string: ''",
        frames: [
          ['days.py', 'found.append(day(line))'],
          ['days.py', 'date.fromisoformat(line)'],
        ],
      },
      'days.py',
      'if not line.strip():',
      'continue',
    ));

  it('passes over blank parts in a comprehension', async () => {
    const { candidates } = await repair({
      files: { 'ids.py': "def ids(text):\n    return [int(part) for part in text.split(',')]\n" },
      type: 'ValueError',
      value: "invalid literal for int() with base 10: ''",
      frames: [['ids.py', 'int(part)']],
    });
    assert.deepEqual(changedLines(candidates[0] ?? assert.fail()), [
      "return [int(part) for part in text.split(',') if part.strip()]",
    ]);
  });

  it('reads a chain of keys that may not be there, as a guard', async () => {
    const { candidates } = await repair({
      files: { 'who.py': "def who(event):\n    return event['user']['name'].title()\n" },
      type: 'KeyError',
      value: "'user'",
      frames: [['who.py', "event['user']"]],
    });
    const guard = candidates.find(candidate => candidate.template === 'python/get-absent-key');
    assert.equal(guard?.label, 'guard');
    assert.deepEqual(changedLines(guard), ["return event.get('user', {}).get('name', '').title()"]);
  });

  it('ends a generator where its source ends', () =>
    assertFirst(
      {
        files: {
          'rows.py': `def records(lines):
    source = iter(lines)
    next(source)
    while True:
        key = next(source)
        yield key, next(source, '')
`,
        },
        type: 'StopIteration',
        value: '',
        frames: [['rows.py', 'key = next(source)']],
      },
      'rows.py',
      'try:',
      'key = next(source)',
      'except StopIteration:',
      'return',
    ));

  it('orders what is missing last', () =>
    assertFirst(
      {
        files: {
          'queue.py':
            'def urgent(jobs):\n    jobs.sort(key=lambda job: job.priority, reverse=True)\n    return jobs\n',
        },
        type: 'TypeError',
        value: "'<' not supported between instances of 'NoneType' and 'int'",
        frames: [['queue.py', 'jobs.sort']],
      },
      'queue.py',
      'jobs.sort(key=lambda job: (job.priority is None, job.priority), reverse=True)',
    ));

  it('takes the operand that the message names, not the whole of what is added up', async () => {
    const { diagnosis } = await repair({
      files: {
        'bill.py':
          'def total(rows):\n    due = 0\n    for row in rows:\n        due += row.net * row.rate\n    return due\n',
      },
      type: 'TypeError',
      value: "unsupported operand type(s) for *: 'int' and 'NoneType'",
      frames: [['bill.py', 'due += row.net']],
    });
    assert.equal(diagnosis.badExpression, 'row.rate');
  });

  it('tries the other operands, too, where the message fits several', async () => {
    const { candidates } = await repair({
      files: { 'tag.py': "def tag(user):\n    return 'u-' + user.id + '-' + user.team\n" },
      type: 'TypeError',
      value: 'can only concatenate str (not "int") to str',
      frames: [['tag.py', "'u-' + user.id"]],
    });
    const made = candidates.map(candidate => changedLines(candidate).join());
    assert.ok(made.includes("return 'u-' + str(user.id) + '-' + user.team"), made.join('\n'));
    assert.ok(made.includes("return 'u-' + user.id + '-' + str(user.team)"), made.join('\n'));
  });

  it('passes what the other calls agree on', () =>
    assertFirst(
      {
        files: {
          'http.py':
            'class Client:\n    def __init__(self, host, timeout):\n        self.host = host\n        self.timeout = timeout\n',
          'jobs.py': `from http import Client

def fetch(host):
    return Client(host, 30)

def push(host):
    return Client(host, timeout=30)

def ping(host):
    return Client(host)
`,
        },
        type: 'TypeError',
        value: "Client.__init__() missing 1 required positional argument: 'timeout'",
        frames: [['jobs.py', 'return Client(host)']],
      },
      'jobs.py',
      'return Client(host, timeout=30)',
    ));

  it('passes the name in scope that is called like the parameter', () =>
    assertFirst(
      {
        files: {
          'pay.py': `def charge(account, amount, currency):
    return (account, amount, currency)

def settle(account, bill, currency):
    return charge(account, bill.total)
`,
        },
        type: 'TypeError',
        value: "charge() missing 1 required positional argument: 'currency'",
        frames: [['pay.py', 'return charge(account, bill.total)']],
      },
      'pay.py',
      'return charge(account, bill.total, currency)',
    ));
});
