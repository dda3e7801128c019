import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { eventFromBytes } from '@errata/protocol/event-input';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { sandboxHere } from '../verify/scratch-project.ts';
import { verifyCandidates } from '../verify/verify.ts';
import { Workbench } from './workbench.ts';

/** A repository, the trace that its program ended with, and what the first candidate has to make of it. */
interface Told {
  files: Readonly<Record<string, string>>;
  trace: string;
  template: string;
  becomes: string;
  /** A line of the test that is made. */
  calls: string;
}

/** Proves the first candidate with a test that is made from the trace. */
async function firstIsProven(
  mocha: Mocha.Context,
  obstacle: string | undefined,
  { files, trace, template, becomes, calls }: Told,
): Promise<void> {
  const sandbox = await sandboxHere();
  if (typeof sandbox === 'string' || obstacle !== undefined) {
    mocha['skipReason'] = obstacle ?? sandbox;
    return mocha.skip();
  }
  const scratch = await ScratchRepository.create();
  try {
    await scratch.commit({ message: 'Begin', files });
    const event = eventFromBytes(new TextEncoder().encode(trace));
    await using bench = await Workbench.open({ folder: scratch.root, event });
    const { signal } = new AbortController();
    const [first] = await bench.candidates(signal);
    assert.equal(first?.template, template);
    assert.equal(first.label, 'root-cause');
    assert.ok(first.changes[0]?.after?.includes(becomes), first.changes[0]?.after ?? '');
    const room = await bench.bench(() => {}, signal);
    assert.ok('test' in room.reproduction, 'reason' in room.reproduction ? room.reproduction.reason : '');
    assert.ok(room.reproduction.test.after.includes(calls), room.reproduction.test.after);
    const [verified] = await verifyCandidates({ ...room, candidates: [first], signal });
    assert.equal(verified?.verification?.verdict, 'proven', verified?.verification?.reason);
  } finally {
    await scratch.dispose();
  }
}

/** Why a program is of no use here, if it is not. */
function without(program: string, ...args: string[]): string | undefined {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return undefined;
  } catch {
    return `${program} is not installed`;
  }
}

describe('an error of a Go program', function () {
  this.timeout(120_000);
  const noGo = without('go', 'version');
  const module_ = 'module example.com/shop\n\ngo 1.19\n';

  it('is a map that a constructor forgets', async function () {
    await firstIsProven(this, noGo, {
      files: {
        'go.mod': module_,
        'stats/counter.go':
          'package stats\n\ntype Counter struct {\n\tname   string\n\tcounts map[string]int\n}\n\nfunc NewCounter(name string) *Counter {\n\treturn &Counter{name: name}\n}\n\nfunc (c *Counter) Name() string {\n\treturn c.name\n}\n\nfunc (c *Counter) Add(word string) {\n\tc.counts[word]++\n}\n',
        'stats/counter_test.go':
          'package stats\n\nimport "testing"\n\nfunc TestName(t *testing.T) {\n\tif NewCounter("words").Name() != "words" {\n\t\tt.Fatal("wrong name")\n\t}\n}\n',
      },
      trace:
        'panic: assignment to entry in nil map\n\ngoroutine 1 [running]:\nexample.com/shop/stats.(*Counter).Add(...)\n\t/srv/shop/stats/counter.go:17\nmain.main()\n\t/srv/shop/cmd/count/main.go:7 +0x2e\nexit status 2\n',
      template: 'go/make-field',
      becomes: '&Counter{name: name, counts: make(map[string]int)}',
      calls: 'counter.Add("',
    });
  });

  it('is a loop that runs one too far', async function () {
    await firstIsProven(this, noGo, {
      files: {
        'go.mod': module_,
        'sums.go':
          'package sums\n\nfunc Total(rows []int) int {\n\ttotal := 0\n\tfor i := 0; i <= len(rows); i++ {\n\t\ttotal += rows[i]\n\t}\n\treturn total\n}\n\nfunc Count(rows []int) int {\n\treturn len(rows)\n}\n',
        'sums_test.go':
          'package sums\n\nimport "testing"\n\nfunc TestCount(t *testing.T) {\n\tif Count([]int{1, 2}) != 2 {\n\t\tt.Fatal("wrong count")\n\t}\n}\n',
      },
      trace:
        'panic: runtime error: index out of range [3] with length 3\n\ngoroutine 1 [running]:\nexample.com/shop.Total(...)\n\t/srv/shop/sums.go:6\nmain.main()\n\t/srv/shop/cmd/sums/main.go:10 +0xb1\nexit status 2\n',
      template: 'go/loop-bound',
      becomes: 'i < len(rows)',
      calls: 'Total([]int{0, 0, 0})',
    });
  });

  it('is in a handler, which gets the request that the client sent', async function () {
    this.timeout(300_000);
    await firstIsProven(this, noGo, {
      files: {
        'go.mod': module_,
        'names.go':
          'package shop\n\nimport (\n\t"fmt"\n\t"net/http"\n)\n\nfunc Names(w http.ResponseWriter, r *http.Request) {\n\tnames := r.URL.Query()["name"]\n\tfor i := 0; i <= len(names); i++ {\n\t\tfmt.Fprintln(w, names[i])\n\t}\n}\n\nfunc Version() int {\n\treturn 1\n}\n',
        'names_test.go':
          'package shop\n\nimport "testing"\n\nfunc TestVersion(t *testing.T) {\n\tif Version() != 1 {\n\t\tt.Fatal("wrong version")\n\t}\n}\n',
      },
      trace: JSON.stringify({
        event_id: 'a'.repeat(32),
        platform: 'go',
        level: 'fatal',
        request: { url: 'http://shop.example/names', method: 'GET', query_string: 'name=a&name=b' },
        exception: [
          {
            type: 'runtime.boundsError',
            value: 'runtime error: index out of range [2] with length 2',
            stacktrace: {
              frames: [
                {
                  function: 'HandlerFunc.ServeHTTP',
                  module: 'net/http',
                  filename: 'net/http/server.go',
                  abs_path: '/usr/lib/go/src/net/http/server.go',
                  lineno: 2109,
                  in_app: false,
                },
                {
                  function: 'Names',
                  module: 'example.com/shop',
                  filename: 'names.go',
                  abs_path: '/srv/shop/names.go',
                  lineno: 11,
                  in_app: true,
                },
              ],
            },
          },
        ],
      }),
      template: 'go/loop-bound',
      becomes: 'i < len(names)',
      calls: 'Names(httptest.NewRecorder(), httptest.NewRequest("GET", "/names?name=a&name=b", nil))',
    });
  });

  it('is a look-up of another package that nobody checks', async function () {
    await firstIsProven(this, noGo, {
      files: {
        'go.mod': module_,
        'store/store.go':
          'package store\n\ntype User struct{ Name string }\n\ntype Store struct{ users map[string]*User }\n\nfunc New() *Store {\n\treturn &Store{users: map[string]*User{}}\n}\n\nfunc (s *Store) Put(id string, user *User) {\n\ts.users[id] = user\n}\n\nfunc (s *Store) Find(id string) *User {\n\treturn s.users[id]\n}\n',
        'greet/greet.go':
          'package greet\n\nimport (\n\t"errors"\n\n\t"example.com/shop/store"\n)\n\nvar errNoUser = errors.New("no such user")\n\nfunc Check(s *store.Store, id string) error {\n\tif s.Find(id) == nil {\n\t\treturn errNoUser\n\t}\n\treturn nil\n}\n\nfunc Greet(s *store.Store, id string) (string, error) {\n\tuser := s.Find(id)\n\treturn "Dear " + user.Name, nil\n}\n',
        'greet/greet_test.go':
          'package greet\n\nimport (\n\t"testing"\n\n\t"example.com/shop/store"\n)\n\nfunc TestGreet(t *testing.T) {\n\ts := store.New()\n\ts.Put("a", &store.User{Name: "Ada"})\n\tgot, err := Greet(s, "a")\n\tif err != nil || got != "Dear Ada" {\n\t\tt.Fatal(got, err)\n\t}\n}\n',
      },
      trace:
        'panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x4814cb]\n\ngoroutine 1 [running]:\nexample.com/shop/greet.Greet(...)\n\t/srv/shop/greet/greet.go:20\nmain.main()\n\t/srv/shop/cmd/greet/main.go:11 +0x8b\nexit status 2\n',
      template: 'go/check-result',
      becomes: 'if user == nil {\n\t\treturn "", errNoUser\n\t}',
      calls: 'Greet(store.New(), "',
    });
  });
});

const plugin = (name: string, version: string) =>
  `<plugin><artifactId>maven-${name}-plugin</artifactId><version>${version}</version></plugin>`;
const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>shop</groupId><artifactId>shop</artifactId><version>1</version><properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties><dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.10.2</version><scope>test</scope></dependency></dependencies><build><plugins>${plugin('surefire', '3.2.5')}${plugin('compiler', '3.13.0')}${plugin('resources', '3.3.1')}</plugins></build></project>`;

function noMaven(): string | undefined {
  const parts = [
    'org/apache/maven/surefire/surefire-junit-platform/3.2.5',
    'org/junit/jupiter/junit-jupiter/5.10.2',
  ];
  const missing = parts.find(part => !existsSync(join(homedir(), '.m2/repository', part)));
  return without('mvn', '--version') ?? (missing && `Maven never downloaded ${missing}`);
}

const javaTest = (name: string, body: string) =>
  `package shop;\n\nimport static org.junit.jupiter.api.Assertions.assertEquals;\n\nimport org.junit.jupiter.api.Test;\n\nclass ${name} {\n    @Test\n    void works() {\n        ${body}\n    }\n}\n`;

describe('an error of a Java program', function () {
  this.timeout(180_000);
  const obstacle = noMaven();
  const main = 'src/main/java/shop';
  const tests = 'src/test/java/shop';

  it('is a map without the key', async function () {
    await firstIsProven(this, obstacle, {
      files: {
        'pom.xml': pom,
        [`${main}/Prices.java`]:
          'package shop;\n\nimport java.util.HashMap;\nimport java.util.Map;\n\npublic class Prices {\n    private final Map<String, Integer> prices = new HashMap<>();\n\n    public void put(String name, int price) {\n        prices.put(name, price);\n    }\n\n    public int priceOf(String name) {\n        return prices.getOrDefault(name, 0);\n    }\n\n    public int twice(String name) {\n        int price = prices.get(name);\n        return price * 2;\n    }\n}\n',
        [`${tests}/PricesTest.java`]: javaTest('PricesTest', 'assertEquals(0, new Prices().priceOf("pen"));'),
      },
      trace:
        'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "java.lang.Integer.intValue()" because the return value of "java.util.Map.get(Object)" is null\n\tat shop.Prices.twice(Prices.java:18)\n\tat shop.Main.main(Main.java:5)\n',
      template: 'java/default-of-map',
      becomes: 'int price = prices.getOrDefault(name, 0);',
      calls: 'prices.twice("a");',
    });
  });

  it('is a loop that runs one too far', async function () {
    await firstIsProven(this, obstacle, {
      files: {
        'pom.xml': pom,
        [`${main}/Sums.java`]:
          'package shop;\n\npublic final class Sums {\n    private Sums() {}\n\n    public static int total(int[] rows) {\n        int total = 0;\n        for (int i = 0; i <= rows.length; i++) {\n            total += rows[i];\n        }\n        return total;\n    }\n\n    public static int count(int[] rows) {\n        return rows.length;\n    }\n}\n',
        [`${tests}/SumsTest.java`]: javaTest('SumsTest', 'assertEquals(1, Sums.count(new int[] {7}));'),
      },
      trace:
        'Exception in thread "main" java.lang.ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 3\n\tat shop.Sums.total(Sums.java:9)\n\tat shop.Main.main(Main.java:5)\n',
      template: 'java/loop-bound',
      becomes: 'i < rows.length',
      calls: 'Sums.total(new int[] {0, 0, 0});',
    });
  });

  it('is a field that nobody gives a value', async function () {
    await firstIsProven(this, obstacle, {
      files: {
        'pom.xml': pom,
        [`${main}/Order.java`]:
          'package shop;\n\nimport java.util.List;\n\npublic class Order {\n    private final String id;\n    private List<String> notes;\n\n    public Order(String id) {\n        this.id = id;\n    }\n\n    public String id() {\n        return id;\n    }\n\n    public void note(String text) {\n        notes.add(text);\n    }\n}\n',
        [`${tests}/OrderTest.java`]: javaTest('OrderTest', 'assertEquals("a", new Order("a").id());'),
      },
      trace:
        'Exception in thread "main" java.lang.NullPointerException: Cannot invoke "java.util.List.add(Object)" because "this.notes" is null\n\tat shop.Order.note(Order.java:18)\n\tat shop.Main.main(Main.java:5)\n',
      template: 'java/initialise-field',
      becomes: 'private List<String> notes = new ArrayList<>();',
      calls: 'order.note("a");',
    });
  });
});
