import { describeExamples, type Example } from './scratch-example.ts';

const none = "'NoneType' object has no attribute 'name'";
const python: Example[] = [
  {
    template: 'return-computed-value',
    type: 'AttributeError',
    value: none,
    program: 'def make():\n    found = build()\n\n\ndef f():\n    return make().name  # <<\n',
    becomes: 'found = build()\n    return found',
  },
  {
    template: 'return-computed-value',
    type: 'AttributeError',
    value: none,
    program: 'def make():\n    print(1)\n\n\ndef f():\n    return make().name  # <<\n',
    becomes: undefined,
  },
  {
    template: 'rename-written-key',
    type: 'KeyError',
    value: "'quantity'",
    program:
      'def make():\n    return {"qty": 1}\n\n\ndef f():\n    row = make()\n    return row["quantity"]  # <<\n',
    becomes: '{"quantity": 1}',
  },
  {
    template: 'rename-written-key',
    type: 'KeyError',
    value: "'quantity'",
    program:
      'def make():\n    return {"name": 1}\n\n\ndef f():\n    row = make()\n    row["name"]\n    return row["quantity"]  # <<\n',
    becomes: undefined,
  },
  {
    template: 'empty-base-case',
    type: 'ZeroDivisionError',
    value: 'division by zero',
    program: 'def mean(xs):\n    return sum(xs) / len(xs)  # <<\n',
    becomes: 'if not xs:\n        return 0\n',
  },
  {
    template: 'empty-base-case',
    type: 'ZeroDivisionError',
    value: 'division by zero',
    program: 'def f(a):\n    return a / g(a)  # <<\n',
    becomes: undefined,
  },
  {
    template: 'default-of-aggregate',
    type: 'ValueError',
    value: 'min() arg is an empty sequence',
    program: 'def f(xs):\n    return min(x.a for x in xs)  # <<\n',
    becomes: 'min((x.a for x in xs), default=0)',
  },
  {
    template: 'start-entry',
    type: 'KeyError',
    value: "'a'",
    program: 'def f(d, k):\n    d[k] += 2  # <<\n',
    becomes: 'd[k] = d.get(k, 0) + 2',
  },
  {
    template: 'start-entry',
    type: 'KeyError',
    value: "'a'",
    program: 'def f(d, k):\n    return d[k]  # <<\n',
    becomes: undefined,
  },
  {
    template: 'loop-bound',
    type: 'IndexError',
    value: 'list index out of range',
    program: 'def f(xs):\n    for i in range(len(xs) + 1):\n        g(xs[i])  # <<\n',
    becomes: 'range(len(xs)):',
  },
  {
    template: 'loop-bound',
    type: 'IndexError',
    value: 'list index out of range',
    program: 'def f(xs):\n    for x in xs:\n        g(xs[3])  # <<\n',
    becomes: undefined,
  },
  {
    template: 'iterate-copy',
    type: 'RuntimeError',
    value: 'dictionary changed size during iteration',
    program: 'def f(d):\n    for k, v in d.items():  # <<\n        d.pop(k)\n',
    becomes: 'in list(d.items()):',
  },
  {
    template: 'value-before-branches',
    type: 'UnboundLocalError',
    value: "local variable 'x' referenced before assignment",
    program: 'def f(a):\n    if a:\n        x = 1\n    return x  # <<\n',
    becomes: 'x = None\n    if a:',
  },
  {
    template: 'value-before-branches',
    type: 'NameError',
    value: "name 'x' is not defined",
    program: 'def f(a):\n    return x  # <<\n',
    becomes: undefined,
  },
  {
    template: 'widen-base-case',
    type: 'RecursionError',
    value: 'maximum recursion depth exceeded',
    program: 'def f(n):\n    if n == 0:\n        return 0\n    return f(n - 2)  # <<\n',
    becomes: 'if n <= 0:',
  },
  {
    template: 'import-name',
    type: 'NameError',
    value: "name 'os' is not defined",
    program: 'def f(p):\n    return os.path.join(p)  # <<\n',
    becomes: 'import os\n\n\ndef f',
  },
  {
    template: 'import-name',
    type: 'NameError',
    value: "name 'nowhere' is not defined",
    program: 'def f(p):\n    return nowhere(p)  # <<\n',
    becomes: undefined,
  },
  {
    template: 'convert-operand',
    type: 'TypeError',
    value: 'can only concatenate str (not "int") to str',
    program: 'def f(n):\n    return "n: " + n  # <<\n',
    becomes: '"n: " + str(n)',
  },
  {
    template: 'read-empty-text',
    type: 'ValueError',
    value: "invalid literal for int() with base 10: ''",
    program: 'def f(t):\n    return int(t)  # <<\n',
    becomes: 'int(t or 0)',
  },
  {
    template: 'read-empty-text',
    type: 'ValueError',
    value: "invalid literal for int() with base 10: 'abc'",
    program: 'def f(t):\n    return int(t)  # <<\n',
    becomes: undefined,
  },
  {
    template: 'end-like-siblings',
    type: 'AttributeError',
    value: none,
    program:
      'def by_id(id):\n    for row in ROWS:\n        if row.id == id:\n            return row\n    raise Unknown(id)\n\n\ndef by_name(name):\n    for row in ROWS:\n        if row.name == name:\n            return row\n\n\ndef f(name):\n    return by_name(name).name  # <<\n',
    becomes: 'return row\n    raise Unknown(name)\n\n\ndef f',
  },
  {
    template: 'end-like-siblings',
    type: 'AttributeError',
    value: none,
    program:
      'def by_id(id):\n    key = str(id)\n    for row in ROWS:\n        if row.id == key:\n            return row\n    raise Unknown(key)\n\n\ndef by_name(name):\n    for row in ROWS:\n        if row.name == name:\n            return row\n\n\ndef f(name):\n    return by_name(name).name  # <<\n',
    becomes: undefined,
  },
  {
    template: 'return-computed-value',
    type: 'AttributeError',
    value: none,
    program:
      'def find(rows, id):\n    for row in rows:\n        if row.id == id:\n            return row\n\n\ndef f(rows):\n    return find(rows, 1).name  # <<\n',
    becomes: undefined,
  },
  {
    template: 'check-parameter-like-siblings',
    type: 'AttributeError',
    value: "'NoneType' object has no attribute 'city'",
    program:
      'def street(user):\n    if user.address is None:\n        return ""\n    return user.address.street\n\n\ndef city(user):\n    return user.address.city  # <<\n',
    becomes: 'def city(user):\n    if user.address is None:\n        return ""\n    return user.address.city',
  },
  {
    template: 'check-parameter-like-siblings',
    type: 'AttributeError',
    value: "'NoneType' object has no attribute 'city'",
    program:
      'def street(user):\n    if user.home is None:\n        return ""\n    return user.home.street\n\n\ndef city(user):\n    return user.address.city  # <<\n',
    becomes: undefined,
  },
  {
    template: 'return-early',
    type: 'AttributeError',
    value: "'NoneType' object has no attribute 'city'",
    program: 'def city(user) -> str:\n    return user.address.city.upper()  # <<\n',
    becomes: 'if user.address is None:\n        return ""\n',
  },
  {
    template: 'empty-base-case',
    type: 'IndexError',
    value: 'list index out of range',
    program:
      'from typing import Optional\n\n\ndef first(rows: list[dict]) -> Optional[dict]:\n    return rows[0]  # <<\n',
    becomes: 'if not rows:\n        return None\n',
  },
  {
    template: 'loop-until-empty',
    type: 'IndexError',
    value: 'pop from empty list',
    program:
      'def walk(start):\n    queue = [start]\n    while True:\n        node = queue.pop(0)  # <<\n        queue.extend(node)\n',
    becomes: 'while queue:\n',
  },
  {
    template: 'loop-until-empty',
    type: 'IndexError',
    value: 'pop from empty list',
    program:
      'def walk(queue, more):\n    while more():\n        node = queue.pop(0)  # <<\n        print(node)\n',
    becomes: undefined,
  },
  {
    template: 'remember-visited',
    type: 'RecursionError',
    value: 'maximum recursion depth exceeded',
    program:
      'def needs(name, graph):\n    found = []\n    for other in graph[name]:\n        found.append(other)\n        found.extend(needs(other, graph))  # <<\n    return found\n',
    becomes:
      'def needs(name, graph, seen=None):\n    if seen is None:\n        seen = set()\n    if name in seen:\n        return []\n    seen.add(name)\n    found = []\n    for other in graph[name]:\n        found.append(other)\n        found.extend(needs(other, graph, seen))',
  },
  {
    template: 'remember-visited',
    type: 'RecursionError',
    value: 'maximum recursion depth exceeded',
    program: 'def count(n):\n    return 1 + count(n - 1)  # <<\n',
    becomes: undefined,
  },
  {
    template: 'default-where-passed',
    type: 'KeyError',
    value: "'discount'",
    program:
      'def total(lines, discount=0):\n    return sum(lines) - discount\n\n\ndef order(data):\n    discount = data["discount"]  # <<\n    return total(data["lines"], discount)\n',
    becomes: 'discount = data.get("discount", 0)',
  },
  {
    template: 'default-where-passed',
    type: 'KeyError',
    value: "'discount'",
    program:
      'def total(lines, discount):\n    return sum(lines) - discount\n\n\ndef order(data):\n    discount = data["discount"]  # <<\n    return total(data["lines"], discount)\n',
    becomes: undefined,
  },
  {
    template: 'default-at-boundary',
    type: 'TypeError',
    value: "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
    program:
      'from flask import request\n\n\ndef articles():\n    page = int(request.args.get("page"))  # <<\n    return page\n',
    becomes: 'int(request.args.get("page", 1))',
  },
  {
    template: 'default-at-boundary',
    type: 'AttributeError',
    value: "'NoneType' object has no attribute 'split'",
    program:
      'import os\n\n\ndef hosts():\n    names = os.environ.get("HOSTS").split(",")  # <<\n    return names\n',
    becomes: 'names = os.environ.get("HOSTS").split(",") if os.environ.get("HOSTS") else []',
  },
  {
    template: 'make-expected-shape',
    type: 'TypeError',
    value: "'str' object cannot be interpreted as an integer",
    program:
      'def settings(environ):\n    return {"retries": environ.get("RETRIES", "3")}\n\n\ndef delays(environ):\n    made = settings(environ)\n    return [n for n in range(made["retries"])]  # <<\n',
    becomes: '"retries": int(environ.get("RETRIES", "3"))',
  },
  {
    template: 'explicit-encoding',
    type: 'UnicodeDecodeError',
    value: "'ascii' codec can't decode byte 0xc3 in position 2: ordinal not in range(128)",
    program: 'def note(data):\n    return data.decode("ascii").strip()  # <<\n',
    becomes: 'data.decode("utf-8")',
  },
  {
    template: 'explicit-encoding',
    type: 'UnicodeDecodeError',
    value: "'ascii' codec can't decode byte 0xc3 in position 2: ordinal not in range(128)",
    program: 'def note(path):\n    with open(path) as file:\n        return file.read()  # <<\n',
    becomes: 'open(path, encoding="utf-8")',
  },
  {
    template: 'explicit-encoding',
    type: 'UnicodeDecodeError',
    value: "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    program: 'def note(path):\n    with open(path) as file:\n        return file.read()  # <<\n',
    becomes: undefined,
  },
  {
    template: 'import-name',
    type: 'NameError',
    value: "name 'math' is not defined",
    program: '"""Areas."""\n\n\ndef circle(radius):\n    return math.pi * radius**2  # <<\n',
    becomes: '"""Areas."""\n\nimport math\n\n\ndef circle',
  },
  {
    template: 'default-parameter-like-siblings',
    type: 'AttributeError',
    value: "'NoneType' object has no attribute 'get'",
    program:
      'def a(x, options=None):\n    if options is None:\n        options = {}\n    return options.get(x)\n\n\ndef b(x, options):\n    return options.get(x)  # <<\n',
    becomes: 'def b(x, options):\n    if options is None:\n        options = {}\n    return',
  },
];

describeExamples('python', 'a.py', python);
