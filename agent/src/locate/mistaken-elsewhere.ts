import { edit, lines, type MadeHistory, step } from './made-history.ts';

function javaGuard(): MadeHistory {
  const file = 'src/main/java/shop/Labels.java';
  const good = lines(
    'package shop;',
    '',
    'public class Labels {',
    '    public String label(Customer customer) {',
    '        if (customer.address() == null) {',
    '            return customer.name();',
    '        }',
    '        String line = customer.name();',
    '        String city = customer.address().city();',
    '        return line + ", " + city;',
    '    }',
    '}',
  );
  const guard = lines(
    '        if (customer.address() == null) {',
    '            return customer.name();',
    '        }',
  );
  const bad = edit(good, guard, '');
  const renamed = bad.replaceAll('customer', 'buyer');
  return {
    name: 'a guard that was taken out of a Java method whose parameter was renamed later',
    versions: [
      step('Start', { 'README.md': 'Shop\n' }),
      step('Print labels', { [file]: good }),
      step('Every customer has an address', { [file]: bad }),
      step('Call them buyers', { [file]: renamed }),
    ],
    culprit: 2,
    type: 'java.lang.NullPointerException',
    value: 'Cannot invoke "Address.city()" because the return value of "Customer.address()" is null',
    frames: [[file, 'buyer.address().city()']],
  };
}

function goConstant(): MadeHistory {
  const page = lines(
    'package page',
    '',
    'const pageSize = 10',
    '',
    'func last(rows []string) string {',
    '\tif len(rows) < 10 {',
    '\t\treturn ""',
    '\t}',
    '\treturn rows[pageSize-1]',
    '}',
  );
  const bad = edit(page, 'pageSize = 10', 'pageSize = 50');
  return {
    name: 'a constant of a Go package that the failing line uses',
    versions: [
      step('Start', { 'go.mod': 'module page\n' }),
      step('Pages', { 'page.go': page }),
      step('Show more rows', { 'page.go': bad }),
      step('Notes', { 'notes.md': 'rows\n' }),
    ],
    culprit: 2,
    type: 'runtime error',
    value: 'index out of range [49] with length 12',
    frames: [['page.go', 'rows[pageSize-1]']],
  };
}

function pythonAnswer(): MadeHistory {
  const rates = lines(
    'RATES = {}',
    '',
    '',
    'def rate_of(region):',
    '    return RATES.get(region, DEFAULT)',
    '',
    '',
    'def price(order):',
    '    rate = rate_of(order.region)',
    '    total = order.total',
    '    return total * rate.factor',
  );
  const bad = edit(rates, 'RATES.get(region, DEFAULT)', 'RATES.get(region)');
  return {
    name: 'a Python function that answers nothing now',
    versions: [
      step('Start', { 'app/rates.py': edit(rates, 'order.total', 'order.sum()') }),
      step('Totals', { 'app/rates.py': rates }),
      step('No default rate', { 'app/rates.py': bad }),
      step('Say what it is', { 'app/rates.py': `"""Rates."""\n${bad}` }),
    ],
    culprit: 2,
    type: 'AttributeError',
    value: "'NoneType' object has no attribute 'factor'",
    frames: [['app/rates.py', 'rate.factor']],
    producer: ['app/rates.py', 'RATES.get(region)'],
  };
}

function goErrorDropped(): MadeHistory {
  const load = lines(
    'package load',
    '',
    'func Title(name string) (string, error) {',
    '\tpage, err := find(name)',
    '\tif err != nil {',
    '\t\treturn "", err',
    '\t}',
    '\tcount(name)',
    '\treturn page.Title, nil',
    '}',
  );
  const bad = edit(
    edit(load, '\tif err != nil {\n\t\treturn "", err\n\t}\n', ''),
    'page, err := find(name)',
    'page, _ := find(name)',
  );
  return {
    name: 'an error that a Go function ignores now',
    versions: [
      step('Start', { 'go.mod': 'module load\n' }),
      step('Titles', { 'load.go': load }),
      step('Pages are always there', { 'load.go': bad }),
      step('Count in parts', { 'load.go': edit(bad, 'count(name)', 'count(name, 1)') }),
    ],
    culprit: 2,
    type: 'runtime error',
    value: 'invalid memory address or nil pointer dereference',
    frames: [['load.go', 'page.Title']],
  };
}

function broughtBack(): MadeHistory {
  const cart = lines(
    'export function worth(cart) {',
    '  const { coupon } = cart;',
    '  const off = coupon ? coupon.off : 0;',
    '  return cart.sum - off;',
    '}',
  );
  const bad = edit(cart, 'coupon ? coupon.off : 0', 'coupon.off');
  const other = edit(bad, 'cart.sum - off', 'Math.max(cart.sum - off, 0)');
  return {
    name: 'a fix that was reverted',
    versions: [
      step('Start', { 'src/cart.js': bad }),
      step('Carts without a coupon', { 'src/cart.js': cart }),
      step('Revert "Carts without a coupon"', { 'src/cart.js': bad }),
      step('Never below zero', { 'src/cart.js': other }),
    ],
    culprit: 2,
    type: 'TypeError',
    value: "Cannot read properties of undefined (reading 'off')",
    frames: [['src/cart.js', 'coupon.off']],
  };
}

function pythonFieldDropped(): MadeHistory {
  const store = lines(
    'class Store:',
    '    def __init__(self, path):',
    '        touch(path)',
    '        self.path = path',
    "        self._handle = open(path, 'r+')",
    '',
    '    def read(self):',
    '        self._handle.seek(0, 2)',
    '        return self._handle.read()',
    '',
    '    def close(self):',
    '        self._handle.close()',
  );
  const bad = edit(store, "        self._handle = open(path, 'r+')", '        self.options = {}');
  return {
    name: 'a field that a Python class no longer sets, used on a line that was touched since',
    versions: [
      step('Start', { 'README.md': 'Store\n' }),
      step('Keep things', { 'store.py': store }),
      step('Take options', { 'store.py': bad }),
      step('Name the end', { 'store.py': edit(bad, 'seek(0, 2)', 'seek(0, os.SEEK_END)') }),
    ],
    culprit: 2,
    type: 'AttributeError',
    value: "'Store' object has no attribute '_handle'",
    frames: [['store.py', 'self._handle.seek', 'read']],
  };
}

function pythonFallbackForever(): MadeHistory {
  const lazy = lines(
    'class Lazy:',
    '    def __init__(self, name, encoding):',
    '        self.name = name',
    '        self.encoding = encoding',
    '        self.file = None',
    '',
    '    def __getattr__(self, name):',
    '        return getattr(self.open(), name)',
    '',
    '    def open(self):',
    '        if self.file is None:',
    '            self.file = open(self.name, encoding=self.encoding)',
    '        return self.file',
  );
  const bad = edit(lazy, 'self.encoding = encoding', 'self.encodings = encoding');
  const round = [
    ['lazy.py', 'encoding=self.encoding)', 'open'],
    ['lazy.py', 'getattr(self.open(), name)', '__getattr__'],
  ] as const;
  return {
    name: 'a renamed field for which a Python class asks itself without end',
    versions: [
      step('Start', { 'README.md': 'Lazy files\n' }),
      step('Open late', { 'lazy.py': lazy }),
      step('There may be several encodings', { 'lazy.py': bad }),
      step('Explain', { 'lazy.py': `# Files that are opened late.\n\n${bad}` }),
    ],
    culprit: 2,
    type: 'RecursionError',
    value: 'maximum recursion depth exceeded',
    frames: [...round, ...round, ...round],
  };
}

/** Mistakes in other languages, and such as came back. */
export const mistakesElsewhere: readonly MadeHistory[] = [
  javaGuard(),
  goConstant(),
  pythonAnswer(),
  goErrorDropped(),
  broughtBack(),
  pythonFieldDropped(),
  pythonFallbackForever(),
];
