import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { goAttempts } from './go/attempts.ts';
import { combinations } from './guesses.ts';
import { javaAttempts } from './java/attempts.ts';
import { attemptsAt } from './scratch-attempts.ts';

const goFiles = {
  'go.mod': 'module example.com/shop\n\ngo 1.19\n',
  'cart/cart.go':
    'package cart\n\ntype Cart struct{ lines []string }\n\nfunc NewCart(owner string) *Cart {\n\treturn &Cart{}\n}\n\nfunc (c *Cart) Line(at int) string {\n\treturn c.lines[at]\n}\n',
  'cart/cart_test.go': 'package cart\n\nimport "testing"\n\nfunc TestNothing(t *testing.T) {}\n',
};
const told = (event: object) => `${JSON.stringify({ Package: 'example.com/shop/cart', ...event })}\n`;
/** The output of `go test -json` for a guess that panicked at a line. */
const panicked = (number: number, message: string, line: number) =>
  told({
    Action: 'output',
    Test: `TestErrataGuess${number}`,
    Output: `panic: ${message}\n\ngoroutine 7 [running]:\nexample.com/shop/cart.(*Cart).Line(...)\n\t/workspace/cart/cart.go:${line}\n`,
  }) + told({ Action: 'fail', Test: `TestErrataGuess${number}` });
const beyond = 'runtime error: index out of range [1] with length 0';
const goCase = {
  files: goFiles,
  type: 'runtime.Error',
  value: beyond,
  frame: ['cart/cart.go', 10, 'Line'] as const,
};

describe('guesses of a call', () => {
  it('begin with the first choice of all lists, and stop at the most', () => {
    assert.deepEqual(
      combinations(
        [
          ['a', 'b'],
          ['x', 'y'],
        ],
        3,
      ),
      [
        ['a', 'x'],
        ['b', 'x'],
        ['a', 'y'],
      ],
    );
    assert.deepEqual(combinations([['a'], []], 3), []);
  });

  it('give a handler of Go the request that the client sent, and make nothing up then', async () => {
    const line = 'json.NewDecoder(r.Body).Decode(nil)';
    const { tests } = await attemptsAt(goAttempts, {
      files: {
        ...goFiles,
        'cart/http.go': `package cart\n\nimport (\n\t"encoding/json"\n\t"net/http"\n)\n\nfunc Add(w http.ResponseWriter, r *http.Request) {\n\t${line}\n}\n`,
      },
      type: 'runtime.boundsError',
      value: beyond,
      frame: ['cart/http.go', 9, 'Add'],
      request: {
        method: 'post',
        url: 'https://shop.example/add?to=cart&token=abc',
        headers: { 'Content-Type': 'application/json', Cookie: 'session=1', Host: 'shop.example' },
        body: '{"lines": [1]}',
      },
      answers: [() => ({ stdout: panicked(0, beyond, 9).replace('cart.go', 'http.go') })],
    });
    const [kept] = tests;
    assert.equal(kept?.guessed, false);
    assert.equal(
      kept?.test.after,
      `package cart

import (
\t"net/http/httptest"
\t"strings"
\t"testing"
)

func TestAddDoesNotPanic(t *testing.T) {
\trequest := httptest.NewRequest("POST", "/add?to=cart&token=redacted", strings.NewReader(\`{"lines":[1]}\`))
\trequest.Header.Set("Content-Type", "application/json")
\tAdd(httptest.NewRecorder(), request)
}
`,
    );
  });

  it('are kept for Go where one panics with the same words on the same line', async () => {
    const { tests, seen } = await attemptsAt(goAttempts, {
      ...goCase,
      answers: [
        () => ({
          stdout:
            panicked(0, 'runtime error: index out of range [0] with length 0', 10) +
            panicked(1, beyond, 4) +
            panicked(2, beyond, 10),
        }),
      ],
    });
    assert.equal(seen.length, 1);
    const calls = [...(seen[0] ?? '').matchAll(/\w+\.Line\((.*)\)/g)].map(match => match[1]);
    assert.ok(calls.length > 2);
    const [kept] = tests;
    assert.equal(kept?.guessed, true);
    assert.equal(kept?.test.path, 'cart/cart_line_regression_test.go');
    assert.match(
      kept?.test.after ?? '',
      /^package cart\n\nimport "testing"\n\nfunc TestCartLineDoesNotPanic\(t \*testing\.T\) \{\n/,
    );
    assert.match(kept?.test.after ?? '', new RegExp(`\\.Line\\(${calls[2]}\\)\\n\\}\\n$`));
  });

  it('are made without those that do not compile', async () => {
    const { seen, tests } = await attemptsAt(goAttempts, {
      ...goCase,
      answers: [
        ({ text }) => {
          const line = text.split('\n').findIndex(found => found.includes('TestErrataGuess0(')) + 10;
          return {
            stdout: told({ Action: 'output', Output: `FAIL\texample.com/shop/cart [build failed]\n` }),
            stderr: '',
            output: `./errata_guess_test.go:${line}:2: undefined\n`,
          };
        },
        () => ({ stdout: panicked(1, beyond, 10) }),
      ],
    });
    assert.equal(seen.length, 2);
    assert.match(seen[0] ?? '', /TestErrataGuess0\(/);
    assert.doesNotMatch(seen[1] ?? '', /TestErrataGuess0\(/);
    assert.equal(tests.length, 1);
  });

  it('are given up with the reason where none raises it', async () => {
    const { tests, reasons } = await attemptsAt(goAttempts, {
      ...goCase,
      answers: [() => ({ stdout: told({ Action: 'pass', Test: 'TestErrataGuess0' }) })],
    });
    assert.deepEqual([tests, reasons], [[], ['runs without the exception']]);
  });

  it('are not made for what has no name', async () => {
    const { reasons, seen } = await attemptsAt(goAttempts, {
      ...goCase,
      files: { ...goFiles, 'cart/cart.go': 'package cart\n\nfunc main() {\n\tpanic("x")\n}\n' },
      frame: ['cart/cart.go', 4, 'main'],
      answers: [],
    });
    assert.deepEqual([reasons, seen], [['main cannot be called'], []]);
  });

  const javaFiles = {
    'pom.xml':
      '<project><dependencies><dependency><groupId>junit</groupId></dependency></dependencies></project>',
    'src/main/java/shop/Cart.java':
      'package shop;\n\nimport java.util.List;\nimport shop.tax.Rates;\n\npublic class Cart {\n    private final Rates rates;\n\n    public Cart(Rates rates) {\n        this.rates = rates;\n    }\n\n    public String line(List<String> lines, int at) {\n        return lines.get(at);\n    }\n}\n',
    'src/main/java/shop/tax/Rates.java':
      'package shop.tax;\n\npublic final class Rates {\n    private Rates() {}\n\n    public static Rates standard() {\n        return new Rates();\n    }\n}\n',
  };

  it('are written for Java with objects made as the program can, in the style of JUnit 4', async () => {
    const { tests, seen } = await attemptsAt(javaAttempts, {
      files: javaFiles,
      type: 'java.lang.IndexOutOfBoundsException',
      value: 'Index 1 out of bounds for length 1',
      frame: ['src/main/java/shop/Cart.java', 14, 'line'],
      answers: [
        () => {
          const report = `<testsuite><testcase classname="shop.ErrataGuessTest" name="guess0"><error type="java.lang.IndexOutOfBoundsException" message="Index 1 out of bounds for length 1">java.lang.IndexOutOfBoundsException: Index 1 out of bounds for length 1\n\tat shop.Cart.line(Cart.java:14)\n\tat shop.ErrataGuessTest.guess0(ErrataGuessTest.java:9)</error></testcase></testsuite>`;
          return { artefacts: new Map([['.errata/report.xml', report]]) };
        },
      ],
    });
    assert.match(seen[0] ?? '', /public void guess0\(\) throws Exception/);
    const [kept] = tests;
    assert.equal(kept?.test.path, 'src/test/java/shop/CartLineRegressionTest.java');
    const text = kept?.test.after ?? '';
    assert.match(
      text,
      /^package shop;\n\nimport java\.util\.ArrayList;\nimport java\.util\.List;\nimport org\.junit\.Test;\nimport shop\.tax\.Rates;\n\npublic class CartLineRegressionTest \{/,
    );
    assert.match(text, /Cart cart = new Cart\(Rates\.standard\(\)\);\n/);
    assert.match(text, /cart\.line\(new ArrayList<>\(List\.of\("\w*"\)\), 1\);\n/);
  });

  it('give a controller of Java what the client sent of the request', async () => {
    const files = {
      ...javaFiles,
      'src/main/java/shop/Orders.java': `package shop;

@RestController
@RequestMapping("/api")
public class Orders {
    @GetMapping(value = "/orders/{id:\\d+}/lines/{line}")
    public String show(@PathVariable("id") long order, @PathVariable String line,
            @RequestParam(name = "q", required = false) String query, @RequestParam(defaultValue = "5") int most,
            @RequestParam(required = false) Integer page) {
        return query.trim();
    }
}
`,
    };
    const { tests } = await attemptsAt(javaAttempts, {
      files,
      type: 'java.lang.NullPointerException',
      value: 'gone',
      frame: ['src/main/java/shop/Orders.java', 10, 'show'],
      request: { method: 'GET', url: 'https://shop.example/v1/api/orders/17/lines/a%20b?q=%22pen%22' },
      answers: [
        () => {
          const report =
            '<testsuite><testcase classname="shop.ErrataGuessTest" name="guess0"><error type="java.lang.NullPointerException" message="gone">java.lang.NullPointerException: gone\n\tat shop.Orders.show(Orders.java:10)</error></testcase></testsuite>';
          return { artefacts: new Map([['.errata/report.xml', report]]) };
        },
      ],
    });
    const [kept] = tests;
    assert.equal(kept?.guessed, false);
    assert.match(kept?.test.after ?? '', /orders\.show\(17L, "a b", "\\"pen\\"", 5, null\);\n/);
  });

  it('are not made for Java where there is nothing to run them with', async () => {
    const { reasons } = await attemptsAt(javaAttempts, {
      files: { ...javaFiles, 'pom.xml': '<project></project>' },
      type: 'java.lang.IndexOutOfBoundsException',
      value: 'Index 1 out of bounds for length 1',
      frame: ['src/main/java/shop/Cart.java', 14, 'line'],
      answers: [],
    });
    assert.deepEqual(reasons, ['the build has no test framework']);
  });
});
