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
    becomes: 'import os\ndef f',
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
];

describeExamples('python', 'a.py', python);
