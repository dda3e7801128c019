import { describe, it } from 'mocha';
import { assertFirst } from './scratch-repair.ts';

const noneHas = (name: string) => `'NoneType' object has no attribute '${name}'`;

describe('repairs of Python, producer first: nothing where a value is needed', () => {
  it('returns the dict that a function builds', () =>
    assertFirst(
      {
        files: {
          'shop/index.py': `def by_sku(products):
    """Products by SKU."""
    found = {}
    for product in products:
        found[product["sku"]] = product


def price(products, sku):
    index = by_sku(products)
    return index[sku]["price"]
`,
        },
        type: 'TypeError',
        value: "'NoneType' object is not subscriptable",
        frames: [['shop/index.py', 'index[sku]["price"]']],
      },
      'shop/index.py',
      'return found',
    ));

  it('returns from the branch that forgets to', () =>
    assertFirst(
      {
        files: {
          'geo.py': `class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def scaled(self, factor):
        if factor == 1:
            return self
        else:
            Point(self.x * factor, self.y * factor)


def corner(point):
    return point.scaled(2).x
`,
        },
        type: 'AttributeError',
        value: noneHas('x'),
        frames: [['geo.py', 'point.scaled(2).x']],
      },
      'geo.py',
      'return Point(self.x * factor, self.y * factor)',
    ));

  it('sets up an attribute in __init__', () =>
    assertFirst(
      {
        files: {
          'pool.py': `class Pool:
    def __init__(self, size):
        self.size = size
        self.idle = []

    def take(self):
        self.busy.append(1)
        return self.idle.pop()

    def count(self):
        return len(self.busy) + len(self.idle)
`,
        },
        type: 'AttributeError',
        value: "'Pool' object has no attribute 'busy'",
        frames: [['pool.py', 'self.busy.append(1)']],
      },
      'pool.py',
      'self.busy = []',
    ));

  it('calls the attribute by the name that the class has', () =>
    assertFirst(
      {
        files: {
          'account.py': `class Account:
    def __init__(self, owner):
        self.owner = owner
        self.balance = 0


def statement(account):
    return f"{account.owner}: {account.balnce}"
`,
        },
        type: 'AttributeError',
        value: "'Account' object has no attribute 'balnce'",
        frames: [['account.py', 'account.balnce']],
      },
      'account.py',
      'return f"{account.owner}: {account.balance}"',
    ));

  it('replaces a mutable argument that was not given', () =>
    assertFirst(
      {
        files: {
          'mailer.py': `def send(subject, to, cc=None):
    """Sends a mail."""
    recipients = [to]
    recipients.extend(cc)
    return recipients


def notify(user):
    return send("Hi", user)
`,
        },
        type: 'TypeError',
        value: "'NoneType' object is not iterable",
        frames: [
          ['mailer.py', 'send("Hi", user)'],
          ['mailer.py', 'recipients.extend(cc)'],
        ],
      },
      'mailer.py',
      'if cc is None:',
      'cc = []',
    ));

  it('checks the result of a search as its siblings do', () =>
    assertFirst(
      {
        files: {
          'links.py': `import re

PATTERN = re.compile(r"(\\w+)://(\\w+)")


def scheme(url):
    match = PATTERN.match(url)
    if match is None:
        raise ValueError(f"not a link: {url}")
    return match.group(1)


def host(url):
    found = PATTERN.match(url)
    return found.group(2)
`,
        },
        type: 'AttributeError',
        value: noneHas('group'),
        frames: [['links.py', 'found.group(2)']],
      },
      'links.py',
      'if found is None:',
      'raise ValueError(f"not a link: {url}")',
    ));

  it('waits for a coroutine', () =>
    assertFirst(
      {
        files: {
          'jobs.py': `async def fetch(client):
    return await client.get("/jobs")


async def names(client):
    jobs = fetch(client)
    return [job["name"] for job in jobs]
`,
        },
        type: 'TypeError',
        value: "'coroutine' object is not iterable",
        frames: [['jobs.py', 'for job in jobs']],
      },
      'jobs.py',
      'jobs = await fetch(client)',
    ));

  it('gives dict.get a default where text is joined', () =>
    assertFirst(
      {
        files: {
          'card.py': `LABELS = {"a": "Alpha"}


def label(kind):
    return LABELS.get(kind).upper()
`,
        },
        type: 'AttributeError',
        value: noneHas('upper'),
        frames: [['card.py', 'LABELS.get(kind).upper()']],
      },
      'card.py',
      'return LABELS.get(kind, "").upper()',
    ));
});

describe('repairs of Python, producer first: keys', () => {
  it('writes a key under the name that its readers use', () =>
    assertFirst(
      {
        files: {
          'app/load.py': `def from_csv(line):
    name, qty = line.split(";")
    return {"name": name, "qty": int(qty)}


def from_json(data):
    return {"name": data["n"], "quantity": data["q"]}
`,
          'app/total.py': `from app.load import from_csv


def weight(item):
    return item["quantity"] * 2


def total(lines):
    items = [from_csv(line) for line in lines]
    return sum(item["quantity"] for item in items) + weight(items[0])
`,
        },
        type: 'KeyError',
        value: "'quantity'",
        frames: [
          ['app/total.py', 'sum(item["quantity"] for'],
          ['app/total.py', 'sum(item["quantity"] for'],
        ],
      },
      'app/load.py',
      'return {"name": name, "quantity": int(qty)}',
    ));

  it('reads the key under the name that everybody else uses', () =>
    assertFirst(
      {
        files: {
          'conf.py': `def defaults():
    return {'timeout': 5, 'retries': 3}


def connect(conf):
    return conf['timeout']


def close(conf):
    return conf['timeout'] + conf['retries']


def wait(conf):
    return conf['time_out'] * 2


def main():
    conf = defaults()
    return wait(conf)
`,
        },
        type: 'KeyError',
        value: "'time_out'",
        frames: [
          ['conf.py', 'return wait(conf)'],
          ['conf.py', "conf['time_out']"],
        ],
      },
      'conf.py',
      "return conf['timeout'] * 2",
    ));

  it('starts a counter', () =>
    assertFirst(
      {
        files: {
          'words.py': `def count(words):
    counts = {}
    for word in words:
        counts[word] += 1
    return counts
`,
        },
        type: 'KeyError',
        value: "'the'",
        frames: [['words.py', 'counts[word] += 1']],
      },
      'words.py',
      'counts[word] = counts.get(word, 0) + 1',
    ));

  it('starts a group', () =>
    assertFirst(
      {
        files: {
          'group.py': `def group(rows):
\tgroups = {}
\tfor row in rows:
\t\tgroups[row.kind].append(row)
\treturn groups
`,
        },
        type: 'KeyError',
        value: "'a'",
        frames: [['group.py', 'groups[row.kind].append']],
      },
      'group.py',
      'groups.setdefault(row.kind, []).append(row)',
    ));

  it('uses the default that is used elsewhere', () =>
    assertFirst(
      {
        files: {
          'opts.py': `def width(options):
    return options.get("width", 80)


def ruler(options):
    return "-" * options["width"]
`,
        },
        type: 'KeyError',
        value: "'width'",
        frames: [['opts.py', 'options["width"]']],
      },
      'opts.py',
      'return "-" * options.get("width", 80)',
    ));

  it('goes back through a list of records to where one is made', () =>
    assertFirst(
      {
        files: {
          'trip/leg.py': `from typing import NamedTuple, Optional


class Leg(NamedTuple):
    name: str
    km: Optional[float]
`,
          'trip/plan.py': `from trip.leg import Leg


class Plan:
    def __init__(self):
        self.legs = []

    def go(self, name, km):
        self.legs.append(Leg(name, km=km))

    def length(self):
        return sum(leg.km * 1.1 for leg in self.legs)
`,
          'trip/read.py': `from trip.plan import Plan


def length(rows):
    plan = Plan()
    for row in rows:
        plan.go(row["name"], row.get("km"))
    return plan.length()
`,
        },
        type: 'TypeError',
        value: "unsupported operand type(s) for *: 'NoneType' and 'float'",
        frames: [
          ['trip/read.py', 'plan.length()'],
          ['trip/plan.py', 'leg.km * 1.1'],
        ],
      },
      'trip/read.py',
      'plan.go(row["name"], row.get("km", 0))',
    ));
});
