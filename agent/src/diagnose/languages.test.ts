import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import { eventFromBytes } from '@errata/protocol/event-input';
import { rootException } from '@errata/protocol/root-exception';
import { describe, it } from 'mocha';
import { diagnose } from './diagnose.ts';
import type { MappedPlace } from './mapped.ts';
import { inMemory } from './scratch-case.ts';

/** A program, the trace that it ended with as it was printed, and what is to be found. */
interface Told {
  files: Record<string, string>;
  trace: string;
  bad: string;
  /** Kind of the first origin, and its file and line; none where the value came in from nowhere that is known. */
  origin?: [kind: string, place: string];
  /** The first location; without it, that of the origin. */
  first?: string;
}

function mapped(event: Event, files: Record<string, string>): MappedPlace[] {
  return (rootException(event)?.frames ?? []).flatMap((frame, index) => {
    const file = Object.keys(files).find(
      path => frame.file.endsWith(path) || path.endsWith(`/${frame.file}`),
    );
    return file === undefined || frame.line === undefined
      ? []
      : [{ index, frame: { ...frame, inApp: true }, file, line: frame.line, mapping: 'exact' as const }];
  });
}

async function told({ files, trace, bad, origin, first }: Told) {
  const event = eventFromBytes(new TextEncoder().encode(trace));
  const frames = mapped(event, files);
  assert.ok(frames.length > 0, 'the frames are in the files');
  const found = await diagnose({ event, tree: inMemory(files), mapped: frames });
  assert.equal(found.badExpression, bad);
  const [best] = found.slice.origins;
  const place = best && `${best.file.path}:${best.line}`;
  if (origin) assert.deepEqual([best?.kind, place], origin, found.cause);
  const wanted = first ?? origin?.[1];
  const [top] = found.locations;
  if (wanted) assert.equal(`${top?.file}:${top?.line}`, wanted);
}

describe('from a raw trace to the bad expression and where it was made', () => {
  it('JavaScript: a callback of a search that finds nothing', () =>
    told({
      files: {
        'src/users.js':
          "const users = [{ name: 'a' }];\nfunction userOf(name) {\n  return users.find(user => user.name === name);\n}\nmodule.exports = { userOf };\n",
        'src/mail.js':
          "const { userOf } = require('./users');\nfunction greet(name) {\n  const user = userOf(name);\n  return 'Dear ' + user.title;\n}\nmodule.exports = { greet };\n",
      },
      trace:
        "TypeError: Cannot read properties of undefined (reading 'title')\n    at greet (/srv/app/src/mail.js:4:25)\n    at Object.<anonymous> (/srv/app/src/run.js:2:1)\n",
      bad: 'user',
      origin: ['lookup', 'src/mail.js:3'],
    }));

  it('TypeScript: an object made without the property', () =>
    told({
      files: {
        'src/cart.ts':
          'export interface Cart { items: string[]; coupons?: string[] }\nexport const emptyCart = (): Cart => ({ items: [] });\n',
        'src/pay.ts':
          "import { emptyCart } from './cart';\nexport function pay(): number {\n  const cart = emptyCart();\n  return cart.coupons!.length;\n}\n",
      },
      trace:
        "TypeError: Cannot read properties of undefined (reading 'length')\n    at pay (/srv/app/src/pay.ts:4:24)\n",
      bad: 'cart.coupons!',
      origin: ['missing-property', 'src/cart.ts:2'],
    }));

  it('Python: a key that another function leaves out', () =>
    told({
      files: {
        'app/rows.py':
          'def read(line):\n    name, price = line.split(",")\n    return {"name": name, "cost": price}\n',
        'app/sums.py':
          'from app.rows import read\n\n\ndef total(lines):\n    rows = [read(line) for line in lines]\n    return sum(float(row["price"]) for row in rows)\n',
      },
      trace:
        'Traceback (most recent call last):\n  File "/srv/app/sums.py", line 6, in total\n    return sum(float(row["price"]) for row in rows)\n  File "/srv/app/sums.py", line 6, in <genexpr>\n    return sum(float(row["price"]) for row in rows)\nKeyError: \'price\'\n',
      bad: 'row["price"]',
      origin: ['missing-property', 'app/rows.py:3'],
    }));

  it('Java: a method that returns null on a way', () =>
    told({
      files: {
        'src/main/java/shop/Carts.java':
          'package shop;\n\nclass Carts {\n  Cart find(String id) {\n    if (id.isEmpty()) {\n      return null;\n    }\n    return new Cart(id);\n  }\n}\n',
        'src/main/java/shop/Checkout.java':
          'package shop;\n\nclass Checkout {\n  private final Carts carts = new Carts();\n\n  int pay(String id) {\n    Cart cart = carts.find(id);\n    return cart.total() * 2;\n  }\n}\n',
      },
      trace:
        'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "shop.Cart.total()" because "<local2>" is null\n\tat shop.Checkout.pay(Checkout.java:8)\n\tat shop.Main.main(Main.java:5)\n',
      bad: 'cart',
      origin: ['lookup', 'src/main/java/shop/Checkout.java:7'],
    }));

  it('Java: a field that nobody gives a value', () =>
    told({
      files: {
        'src/main/java/shop/Order.java':
          'package shop;\n\nimport java.util.List;\n\nclass Order {\n  private List<String> notes;\n  private final String id;\n\n  Order(String id) {\n    this.id = id;\n  }\n\n  int count() {\n    return this.notes.size();\n  }\n}\n',
      },
      trace:
        'java.lang.NullPointerException: Cannot invoke "java.util.List.size()" because "this.notes" is null\n\tat shop.Order.count(Order.java:14)\n',
      bad: 'this.notes',
      origin: ['missing-field', 'src/main/java/shop/Order.java:5'],
    }));

  it('Go: a function that gives nil with its error', () =>
    told({
      files: {
        'store/store.go':
          'package store\n\ntype User struct{ Name string }\n\nfunc Load(id string) *User {\n\tif id == "" {\n\t\treturn nil\n\t}\n\treturn &User{Name: id}\n}\n',
        'main.go':
          'package main\n\nimport "example.com/shop/store"\n\nfunc greet(id string) string {\n\tuser := store.Load(id)\n\treturn "Dear " + user.Name\n}\n\nfunc main() {\n\tgreet("")\n}\n',
      },
      trace:
        'panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x48f2a4]\n\ngoroutine 1 [running]:\nmain.greet({0x0?, 0x0?})\n\t/srv/shop/main.go:7 +0x24\nmain.main()\n\t/srv/shop/main.go:11 +0x1d\nexit status 2\n',
      bad: 'user',
      origin: ['returns-nothing', 'store/store.go:7'],
    }));

  it('Go: an index that runs too far', () =>
    told({
      files: {
        'sum.go':
          'package main\n\nfunc sum(rows []int) int {\n\ttotal := 0\n\tfor i := 0; i <= len(rows); i++ {\n\t\ttotal += rows[i]\n\t}\n\treturn total\n}\n',
      },
      trace:
        'panic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\nmain.sum(...)\n\t/srv/shop/sum.go:6\n',
      bad: 'rows[i]',
      origin: ['loop-bound', 'sum.go:5'],
    }));

  it('Rust: an option that is none', () =>
    told({
      files: {
        'src/users.rs':
          'pub fn email_of(name: &str) -> Option<String> {\n    if name.is_empty() {\n        return None;\n    }\n    Some(name.to_string())\n}\n',
        'src/main.rs':
          'mod users;\n\nfn greet(name: &str) -> String {\n    let mail = users::email_of(name);\n    let text = mail.unwrap();\n    text\n}\n\nfn main() {\n    greet("");\n}\n',
      },
      trace:
        "thread 'main' panicked at src/main.rs:5:21:\ncalled `Option::unwrap()` on a `None` value\nnote: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n",
      bad: 'mail',
      origin: ['returns-nothing', 'src/users.rs:3'],
    }));

  it('Ruby: a method that gives nil', () =>
    told({
      files: {
        'lib/users.rb':
          'class Users\n  def pick(name)\n    return nil if name.empty?\n    User.new(name)\n  end\nend\n',
        'lib/mail.rb':
          'require_relative "users"\n\nclass Mail\n  def greet(users, name)\n    user = users.pick(name)\n    "Dear " + user.title\n  end\nend\n',
      },
      trace:
        "lib/mail.rb:6:in 'Mail#greet': undefined method 'title' for nil (NoMethodError)\n\n    \"Dear \" + user.title\n                  ^^^^^^\n\tfrom run.rb:3:in '<main>'\n",
      bad: 'user',
      origin: ['returns-nothing', 'lib/users.rb:3'],
    }));

  it('PHP: a method that gives null', () =>
    told({
      files: {
        'src/Users.php':
          "<?php\nclass Users {\n    public function pick(string $name) {\n        if ($name === '') {\n            return null;\n        }\n        return new User($name);\n    }\n}\n",
        'src/Mail.php':
          '<?php\nclass Mail {\n    private Users $users;\n    public function greet(string $name): string {\n        $user = $this->users->pick($name);\n        return $user->title();\n    }\n}\n',
      },
      trace:
        "PHP Fatal error:  Uncaught Error: Call to a member function title() on null in /srv/shop/src/Mail.php:6\nStack trace:\n#0 /srv/shop/run.php(4): Mail->greet('')\n#1 {main}\n  thrown in /srv/shop/src/Mail.php on line 6\n",
      bad: '$user',
      origin: ['returns-nothing', 'src/Users.php:5'],
    }));

  it('C#: a method that gives null', () =>
    told({
      files: {
        'src/Users.cs':
          'namespace Shop;\n\nclass Users\n{\n    public User Pick(string name)\n    {\n        if (name == "")\n        {\n            return null;\n        }\n        return new User(name);\n    }\n}\n',
        'src/Mail.cs':
          'namespace Shop;\n\nclass Mail\n{\n    private readonly Users users = new Users();\n\n    public string Greet(string name)\n    {\n        var user = users.Pick(name);\n        return user.Title;\n    }\n}\n',
      },
      trace:
        'Unhandled exception. System.NullReferenceException: Object reference not set to an instance of an object.\n   at Shop.Mail.Greet(String name) in /srv/shop/src/Mail.cs:line 10\n   at Program.Main() in /srv/shop/src/Program.cs:line 3\n',
      bad: 'user',
      origin: ['returns-nothing', 'src/Users.cs:9'],
    }));
});
