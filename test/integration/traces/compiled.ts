import type { TraceCase } from './trace-case.ts';

/** Java, Go, Rust, C#, Dart and Kotlin. */
export const compiledCases: readonly TraceCase[] = [
  {
    language: 'Java',
    file: 'shop/src/main/java/com/acme/shop/PriceList.java',
    others: {
      'shop/src/main/java/com/acme/shop/Main.java':
        'package com.acme.shop;\n\npublic class Main {\n    public static void main(String[] args) {\n        System.out.println(new PriceList().show("tea"));\n    }\n}\n',
    },
    sound: `package com.acme.shop;

import java.util.HashMap;
import java.util.Map;

public class PriceList {
    private final Map<String, Price> prices = new HashMap<>();

    Price find(String name) {
        return prices.getOrDefault(name, Price.NONE);
    }

    public String show(String name) {
        Price price = find(name);
        return price.format();
    }
}
`,
    change: [
      '        return prices.getOrDefault(name, Price.NONE);',
      '        String key = name.strip();\n        return prices.get(key);',
    ],
    trace: `Exception in thread "main" java.lang.NullPointerException: Cannot invoke "com.acme.shop.Price.format()" because "price" is null
\tat com.acme.shop.PriceList.show(PriceList.java:16)
\tat com.acme.shop.Main.main(Main.java:5)
`,
    crash: { text: 'price.format()', symbol: 'show' },
    producer: 'prices.get(key)',
    bad: 'price',
  },
  {
    language: 'Go',
    file: 'internal/store/store.go',
    others: {
      'go.mod': 'module github.com/acme/shop\n\ngo 1.23\n',
      'cmd/shop/main.go':
        'package main\n\nimport (\n\t"fmt"\n\n\t"github.com/acme/shop/internal/store"\n)\n\nfunc main() {\n\tfmt.Println(store.New().Label("tea"))\n}\n',
    },
    sound: `package store

type Item struct{ Name string }

type Store struct{ items map[string]*Item }

func New() *Store { return &Store{items: map[string]*Item{}} }

func (s *Store) find(name string) *Item {
	if item, ok := s.items[name]; ok {
		return item
	}
	return &Item{Name: name}
}

// Label is what stands on the shelf.
func (s *Store) Label(name string) string {
	item := s.find(name)
	return "<" + item.Name + ">"
}
`,
    change: [
      '\tif item, ok := s.items[name]; ok {\n\t\treturn item\n\t}\n\treturn &Item{Name: name}',
      '\treturn s.items[name]',
    ],
    trace: `panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4945c1]

goroutine 1 [running]:
github.com/acme/shop/internal/store.(*Store).Label(0xc000012345?, {0x4b2f6d, 0x3})
\t/go/src/app/internal/store/store.go:16 +0x41
main.main()
\t/go/src/app/cmd/shop/main.go:10 +0x3b
exit status 2
`,
    crash: { text: 'item.Name + ">"', symbol: 'Label' },
    producer: 'return s.items[name]',
    bad: 'item',
  },
  {
    language: 'Rust',
    file: 'crates/ledger/src/account.rs',
    others: {
      'Cargo.toml': '[workspace]\nmembers = ["crates/*"]\n',
      'crates/ledger/Cargo.toml': '[package]\nname = "ledger"\nversion = "0.1.0"\n',
      'crates/ledger/src/main.rs':
        'mod account;\n\nfn main() {\n    println!("{}", account::balance(&[]));\n}\n',
    },
    sound: `/// The last amount of a list.
fn last(amounts: &[i64]) -> Option<i64> {
    amounts.last().copied()
}

pub fn balance(amounts: &[i64]) -> i64 {
    let newest = last(amounts);
    newest.unwrap_or(0)
}
`,
    change: ['    newest.unwrap_or(0)', '    // There is always one.\n    newest.unwrap()'],
    trace: `thread 'main' panicked at crates/ledger/src/account.rs:9:12:
called \`Option::unwrap()\` on a \`None\` value
stack backtrace:
   0: rust_begin_unwind
             at /rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/std/src/panicking.rs:665:5
   1: core::panicking::panic_fmt
             at /rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/core/src/panicking.rs:76:14
   2: core::option::unwrap_failed
             at /rustc/9fc6b43126469e3858e2fe86cafb4f0fd5068869/library/core/src/option.rs:1984:5
   3: ledger::account::balance
             at ./crates/ledger/src/account.rs:9:12
   4: ledger::main
             at ./crates/ledger/src/main.rs:4:20
note: Some details are omitted, run with \`RUST_BACKTRACE=full\` for a verbose backtrace.
`,
    crash: { text: 'newest.unwrap()', symbol: 'balance' },
    bad: 'newest',
  },
  {
    language: 'C#',
    file: 'src/Shop/Services/OrderService.cs',
    others: {
      'src/Shop/Program.cs': 'using Shop.Services;\n\nConsole.WriteLine(new OrderService().Describe(7));\n',
    },
    sound: `using System.Collections.Generic;

namespace Shop.Services;

public class OrderService
{
    private readonly Dictionary<int, Order> _orders = new();

    private Order Find(int id)
    {
        return _orders.TryGetValue(id, out var order) ? order : Order.Empty;
    }

    public string Describe(int id)
    {
        var order = Find(id);
        return $"{order.Customer} owes {order.Total}";
    }
}
`,
    change: [
      '        return _orders.TryGetValue(id, out var order) ? order : Order.Empty;',
      '        _orders.TryGetValue(id, out var order);\n        return order;',
    ],
    trace: `Unhandled exception. System.NullReferenceException: Object reference not set to an instance of an object.
   at Shop.Services.OrderService.Describe(Int32 id) in C:\\build\\agent\\_work\\1\\s\\src\\Shop\\Services\\OrderService.cs:line 18
   at Program.<Main>$(String[] args) in C:\\build\\agent\\_work\\1\\s\\src\\Shop\\Program.cs:line 3
`,
    crash: { text: 'order.Customer', symbol: 'Describe' },
    bad: 'order',
  },
  {
    language: 'Dart',
    file: 'lib/src/greeting.dart',
    others: {
      'pubspec.yaml': 'name: hello\n',
      'bin/hello.dart':
        "import 'package:hello/src/greeting.dart';\n\nvoid main() {\n  print(greeting(null));\n}\n",
    },
    sound: `String nameOf(Map<String, String>? user) {
  return user?['name'] ?? 'you';
}

String greeting(Map<String, String>? user) {
  final name = nameOf(user);
  return 'Hello $name';
}
`,
    change: ["  return user?['name'] ?? 'you';", "  final found = user!;\n  return found['name']!;"],
    trace: `Unhandled exception:
Null check operator used on a null value
#0      nameOf (package:hello/src/greeting.dart:2:21)
#1      greeting (package:hello/src/greeting.dart:7:16)
#2      main (file:///home/ann/hello/bin/hello.dart:4:9)
#3      _delayEntrypointInvocation.<anonymous closure> (dart:isolate-patch/isolate_patch.dart:297:19)
#4      _RawReceivePort._handleMessage (dart:isolate-patch/isolate_patch.dart:184:12)
`,
    crash: { text: 'user!', symbol: 'nameOf' },
    bad: '',
  },
  {
    language: 'Kotlin',
    file: 'app/src/main/kotlin/com/acme/app/Session.kt',
    others: {
      'app/src/main/kotlin/com/acme/app/Main.kt':
        'package com.acme.app\n\nfun main() {\n    println(Session(null).greeting())\n}\n',
    },
    sound: `package com.acme.app

class Session(private val user: String?) {
    private fun name(): String = user ?: "you"

    fun greeting(): String {
        return "Hello " + name()
    }
}
`,
    change: [
      '    private fun name(): String = user ?: "you"',
      '    private fun name(): String =\n        user!!',
    ],
    trace: `Exception in thread "main" java.lang.NullPointerException
\tat com.acme.app.Session.name(Session.kt:5)
\tat com.acme.app.Session.greeting(Session.kt:8)
\tat com.acme.app.MainKt.main(Main.kt:4)
\tat com.acme.app.MainKt.main(Main.kt)
`,
    crash: { text: 'user!!', symbol: 'name' },
    bad: '',
  },
];
