/** What can be done with a value of Python that nothing is known of: copy it, change it a little, say what it is. */
export const pythonValues = `import collections, copy, enum, hashlib, io, pickle, random

most_bytes = 50_000

class TooBig(Exception):
    pass

class Capped(io.BytesIO):
    def write(self, part):
        if self.tell() + len(part) > most_bytes:
            raise TooBig()
        return super().write(part)

def copied(value):
    out = Capped()
    pickle.Pickler(out, 4).dump(value)
    return out.getvalue()

def mutations(value, literals, chance, depth=3):
    """Values of the same kind that are a little different."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        near = [int(number) + step for number in literals['numbers'] for step in (0, 1, -1)]
        return [value + 1, value - 1, 0, *near]
    if isinstance(value, float):
        return [value + 1, value - 1, 0.0, *map(float, literals['numbers'])]
    if isinstance(value, (str, bytes)):
        found = [value[:0], value[:-1], value[1:], value + value[:200]]
        if isinstance(value, str):
            found += [value[:200] + ' ' + value, *literals['texts'], *(value[:200] + text for text in literals['texts'])]
        return found
    found = []

    def inside(part):
        some = mutations(part, literals, chance, depth - 1) if depth > 0 else []
        return chance.sample(some, min(3, len(some)))

    if type(value) in (list, tuple, collections.deque):
        make = type(value)
        items = list(value)
        found = [make(), make(items[:-1]), make(items[1:]), make(items + items[:50]), make(items[::-1])]
        for at in sorted({0, len(items) - 1}) if items else ():
            for other in inside(items[at]):
                found.append(make(items[:at] + [other] + items[at + 1:]))
    elif type(value) in (set, frozenset):
        items = sorted(value, key=repr)
        found = [type(value)(), type(value)(items[1:]), type(value)(items[:-1])]
    elif isinstance(value, dict) and type(value) in (dict, collections.OrderedDict, collections.defaultdict):
        for key in list(value)[:4]:
            less = copy.copy(value)
            del less[key]
            found.append(less)
            for other in inside(value[key]):
                more = copy.copy(value)
                more[key] = other
                found.append(more)
    elif hasattr(value, '__dict__') and not isinstance(value, (type, enum.Enum)) and not callable(value):
        for key, part in list(vars(value).items())[:6]:
            for other in inside(part):
                changed = copy.copy(value)
                vars(changed)[key] = other
                found.append(changed)
    return found

def made(inputs, literals, most):
    """New inputs, as many of each noted one: mutated in one place, or with what another had there."""
    chance = random.Random(7)
    loaded = [(number, passed, pickle.loads(given)) for number, passed, _, given in inputs]
    columns = collections.defaultdict(list)
    for number, _, (args, kwargs) in loaded:
        for key, value in [*enumerate(args), *kwargs.items()]:
            columns[number, key].append(value)
    rows = []
    for number, passed, (args, kwargs) in loaded:
        row = []
        for key, value in [*enumerate(args), *kwargs.items()]:
            others = columns[number, key]
            for other in [*mutations(value, literals, chance), *chance.sample(others, min(3, len(others)))]:
                changed, named = list(args), dict(kwargs)
                (changed if isinstance(key, int) else named)[key] = other
                row.append((changed, named))
        chance.shuffle(row)
        rows.append((number, passed, row))
    known = {(number, given) for number, _, _, given in inputs}
    found = []
    for at in range(max((len(row) for _, _, row in rows), default=0)):
        for number, passed, row in rows:
            if at >= len(row) or len(found) >= most:
                continue
            try:
                given = copied(row[at])
            except BaseException:
                continue
            if (number, given) not in known:
                known.add((number, given))
                found.append((number, passed, True, given))
    return found

class Long(Exception):
    pass

def canonical(value):
    left = 5000
    path = {}

    def say(value):
        nonlocal left
        left -= 1
        if left < 0:
            raise Long()
        kind = type(value)
        if value is None or kind in (bool, int):
            return repr(value)
        if kind is float:
            return '%.10g' % value
        if kind in (str, bytes):
            return repr(value)
        if isinstance(value, (type, type(say), type(len))):
            return getattr(value, '__qualname__', kind.__name__)
        if id(value) in path:
            return '<%d>' % path[id(value)]
        path[id(value)] = len(path)
        try:
            if isinstance(value, dict):
                body = ', '.join(sorted(say(key) + ': ' + say(each) for key, each in value.items()))
            elif isinstance(value, (set, frozenset)):
                body = ', '.join(sorted(say(each) for each in value))
            elif isinstance(value, (list, tuple, collections.deque)):
                body = ', '.join(say(each) for each in value)
            elif isinstance(value, BaseException):
                body = say(value.args)
            elif isinstance(value, enum.Enum):
                body = value.name
            elif hasattr(value, '__dict__') or hasattr(kind, '__slots__'):
                slots = [name for base in kind.__mro__ for name in getattr(base, '__slots__', ()) if hasattr(value, name)]
                body = say({**{name: getattr(value, name) for name in slots}, **getattr(value, '__dict__', {})})
            else:
                text = repr(value)
                body = '' if ' at 0x' in text else text
        finally:
            path.pop(id(value), None)
        return kind.__name__ + '(' + body + ')'

    return say(value)

def short(text):
    return text if len(text) <= 200 else text[:60] + ' ' + hashlib.sha256(text.encode('utf8', 'replace')).hexdigest()
`;
