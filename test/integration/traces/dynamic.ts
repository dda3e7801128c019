import type { TraceCase } from './trace-case.ts';

/** Python, Node, a browser, Ruby and PHP. */
export const dynamicCases: readonly TraceCase[] = [
  {
    language: 'Python',
    file: 'billing/invoice.py',
    others: {
      'billing/__init__.py': '',
      'app.py':
        'from billing.invoice import render\n\n\ndef main():\n    print(render({"lines": [1]}, "eur"))\n\n\nif __name__ == "__main__":\n    main()\n',
    },
    sound: `RATES = {"eur": 1.0, "usd": 1.1}


def rate_of(currency):
    return RATES.get(currency.lower(), 1.0)


def render(order, currency):
    rate = rate_of(currency)
    total = sum(order["lines"])
    return f"{total * rate:.2f}"
`,
    change: [
      '    return RATES.get(currency.lower(), 1.0)',
      '    code = currency.upper()\n    return RATES.get(code)',
    ],
    trace: `Traceback (most recent call last):
  File "/srv/app/app.py", line 9, in <module>
    main()
    ~~~~^^
  File "/srv/app/app.py", line 5, in main
    print(render({"lines": [1]}, "eur"))
          ~~~~~~^^^^^^^^^^^^^^^^^^^^^^^
  File "/srv/app/billing/invoice.py", line 12, in render
    return f"{total * rate:.2f}"
              ~~~~~~^~~~~~
TypeError: unsupported operand type(s) for *: 'int' and 'NoneType'
`,
    crash: { text: 'total * rate', symbol: 'render' },
    producer: 'RATES.get(code)',
    bad: 'rate',
  },
  {
    language: 'JavaScript',
    file: 'src/basket.js',
    others: {
      'src/main.js':
        "const { total } = require('./basket');\n\nconsole.log(total(JSON.parse(process.argv[2])));\n",
    },
    sound: `function itemsOf(basket) {
  return basket.items || [];
}

function total(basket) {
  const items = itemsOf(basket);
  return items.reduce((sum, item) => sum + item.price, 0);
}

module.exports = { total };
`,
    change: ['  return basket.items || [];', '  const { items } = basket;\n  return items;'],
    trace: `/app/src/basket.js:8
  return items.reduce((sum, item) => sum + item.price, 0);
               ^

TypeError: Cannot read properties of undefined (reading 'reduce')
    at total (/app/src/basket.js:8:16)
    at Object.<anonymous> (/app/src/main.js:3:13)
    at Module._compile (node:internal/modules/cjs/loader:1554:14)
    at node:internal/main/run_main_module:36:49

Node.js v22.14.0
`,
    crash: { text: 'items.reduce', symbol: 'total' },
    bad: 'items',
  },
  {
    language: 'a browser',
    file: 'web/panel.ts',
    others: { 'web/main.ts': "import { draw } from './panel';\n\ndraw({ title: 'x' });\n" },
    sound: `interface Panel {
  title: string;
  owner?: { name: string };
}

export function heading(panel: Panel): string {
  const owner = panel.owner?.name ?? 'nobody';
  return \`\${panel.title} by \${owner}\`;
}

export function draw(panel: Panel): void {
  document.title = heading(panel);
}
`,
    change: [
      "  const owner = panel.owner?.name ?? 'nobody';",
      '  const { owner: person } = panel;\n  const owner = person!.name;',
    ],
    trace: `TypeError: can't access property "name", person is undefined
heading@https://shop.example/web/panel.ts?t=1700000000:8:17
draw@https://shop.example/web/panel.ts?t=1700000000:13:20
@https://shop.example/web/main.ts:3:1
`,
    crash: { text: 'person!.name', symbol: 'heading' },
    bad: 'person',
  },
  {
    language: 'Ruby',
    file: 'app/models/cart.rb',
    others: {
      'bin/report':
        '#!/usr/bin/env ruby\nrequire_relative "../app/models/cart"\n\nputs Cart.new(nil).total\n',
    },
    sound: `class Cart
  def initialize(lines)
    @lines = lines || []
  end

  # What is to be paid, in cents.
  def total
    @lines.sum { |line| line[:price] * line[:count] }
  end
end
`,
    change: ['    @lines = lines || []', '    @lines = lines\n    freeze'],
    trace: `/usr/src/app/app/models/cart.rb:9:in 'Cart#total': undefined method 'sum' for nil (NoMethodError)

    @lines.sum { |line| line[:price] * line[:count] }
          ^^^^
\tfrom /usr/src/app/bin/report:4:in '<main>'
`,
    crash: { text: '@lines.sum', symbol: 'total' },
    producer: '@lines = lines',
    bad: '@lines',
  },
  {
    language: 'PHP',
    file: 'src/Checkout/Voucher.php',
    others: {
      'public/index.php':
        '<?php\nrequire __DIR__ . "/../vendor/autoload.php";\n\necho (new App\\Checkout\\Voucher())->label("X");\n',
    },
    sound: `<?php

namespace App\\Checkout;

class Voucher
{
    private array $known = [];

    private function find(string $code): Code
    {
        return $this->known[$code] ?? new Code($code);
    }

    public function label(string $code): string
    {
        $found = $this->find($code);
        return strtoupper($found->text());
    }
}
`,
    change: [
      '    private function find(string $code): Code\n    {\n        return $this->known[$code] ?? new Code($code);',
      '    private function find(string $code): ?Code\n    {\n        $code = trim($code);\n        return $this->known[$code] ?? null;',
    ],
    trace: `PHP Fatal error:  Uncaught Error: Call to a member function text() on null in /var/www/html/src/Checkout/Voucher.php:18
Stack trace:
#0 /var/www/html/public/index.php(4): App\\Checkout\\Voucher->label('X')
#1 {main}
  thrown in /var/www/html/src/Checkout/Voucher.php on line 18
`,
    crash: { text: '$found->text()', symbol: 'label' },
    producer: '?? null',
    bad: '$found',
  },
];
