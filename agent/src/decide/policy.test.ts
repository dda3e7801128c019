import assert from 'node:assert/strict';
import type { FileChange } from '@errata/protocol/proposal';
import fc from 'fast-check';
import { defaultPolicy, judge } from './policy.ts';

const change = (path: string, before: string | null, after: string | null): FileChange => ({
  path,
  before,
  after,
});
const rules = (...changes: FileChange[]) => [
  ...new Set(judge(changes, 0.95).violations.map(({ rule }) => rule)),
];
const edit = (path: string) => rules(change(path, 'a\n', 'b\n'));
const open = { ...defaultPolicy, automatic: true };

describe('the policy', () => {
  const good = [change('src/a.ts', 'return a.b;\n', 'return a.c;\n')];

  it('lets a sure fix pass only where that was allowed, and asks below', () => {
    assert.equal(judge(good, 0.95).level, 'approval');
    assert.equal(judge(good, 0.95, open).level, 'automatic');
    assert.equal(judge(good, 0.89, open).level, 'approval');
    assert.deepEqual(judge(good, 0.39, open), { allowed: true, level: 'escalate', violations: [] });
    assert.equal(judge(good, Number.NaN, open).level, 'escalate');
  });

  it('is never more lenient when confidence is lower', () => {
    const order = ['escalate', 'approval', 'automatic'];
    const confidence = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(confidence, confidence, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)].map(at =>
          order.indexOf(judge(good, at, open).level),
        );
        assert.ok((low ?? 0) <= (high ?? 0));
      }),
    );
  });
});

describe('the fences around paths', () => {
  it('keep what is run, installed or secret', () => {
    assert.deepEqual(edit('.github/workflows/ci.yml'), ['ci']);
    assert.deepEqual(edit('.GitHub/Workflows/ci.yml'), ['ci']);
    assert.deepEqual(edit('.gitlab-ci.yml'), ['ci']);
    assert.deepEqual(edit('web/yarn.lock'), ['lock-file']);
    assert.deepEqual(edit('requirements-dev.txt'), ['dependencies']);
    assert.deepEqual(edit('api/pyproject.toml'), ['dependencies']);
    assert.deepEqual(edit('.env.production'), ['secrets']);
    assert.deepEqual(edit('certs/server.key'), ['secrets']);
    assert.deepEqual(edit('.git/config'), ['git']);
    assert.deepEqual(edit('sub/.GIT/hooks/pre-commit'), ['git']);
    assert.deepEqual(edit('GIT~1/config'), ['git']);
    assert.deepEqual(judge([change('deploy/run.sh', 'a\n', 'b\n')], 1, open), {
      allowed: true,
      level: 'approval',
      violations: [
        {
          rule: 'build',
          path: 'deploy/run.sh',
          message: 'deploy/run.sh is run when the program is built, started or deployed.',
          severity: 'approval',
        },
      ],
    });
    assert.deepEqual(rules(change('src/what?.ts', null, 'b\n')), ['outside']);
    assert.deepEqual(edit('src/keyboard.ts'), []);
    assert.deepEqual(edit('src/environment.ts'), []);
    assert.deepEqual(edit('src/github/client.ts'), []);
  });

  it('keep everything inside the repository, however the way out is written', () => {
    const inner = fc.array(fc.constantFrom('a', 'b.ts', '.', '..'), { maxLength: 6 });
    fc.assert(
      fc.property(inner, parts => {
        let depth = 0;
        let leaves = false;
        for (const part of parts) {
          depth += part === '..' ? -1 : part === '.' ? 0 : 1;
          leaves ||= depth < 0;
        }
        const path = parts.join('/');
        if (leaves && depth < 0) assert.ok(edit(path).includes('outside'), path);
        assert.deepEqual(edit(`/${path}`), ['outside']);
        assert.deepEqual(edit(`x\\..\\${path}`), ['outside']);
        assert.deepEqual(edit(`C:${path}`), ['outside']);
      }),
    );
  });

  it('keep git’s folder at any depth and in any case', () => {
    const folder = fc.constantFrom('.git', '.GIT', '.Git', '.git ', '.git.');
    const parts = fc.array(fc.constantFrom('a', 'b', './c'));
    fc.assert(
      fc.property(parts, folder, parts, (before, git, after) => {
        assert.ok(edit([...before, git, ...after, 'x'].join('/')).includes('git'));
      }),
    );
  });
});

describe('the fence around package.json', () => {
  const manifest = (fields: object) =>
    `${JSON.stringify({ name: 'a', dependencies: { x: '1' }, ...fields })}\n`;

  it('keeps what is installed and run, and lets the rest change', () => {
    const file = 'package.json';
    const before = manifest({});
    assert.deepEqual(rules(change(file, before, manifest({ dependencies: { x: '2' } }))), ['dependencies']);
    assert.deepEqual(rules(change(file, before, manifest({ scripts: { postinstall: 'x' } }))), [
      'dependencies',
    ]);
    assert.deepEqual(rules(change(file, before, '{')), ['dependencies']);
    assert.deepEqual(rules(change(file, before, manifest({ description: 'b' }))), []);
  });
});

describe('the fence around tests', () => {
  const suite = "it('adds', () => {\n  assert.equal(add(1, 2), 3);\n});\n";

  it('lets tests be added', () => {
    assert.deepEqual(rules(change('test/new.test.ts', null, suite)), []);
    assert.deepEqual(rules(change('test/a.test.ts', suite, `${suite}\nit('more', () => {});\n`)), []);
  });

  it('keeps them from being deleted, loosened and switched off', () => {
    const path = 'test/a.test.ts';
    assert.deepEqual(rules(change(path, suite, null)), ['test-deleted']);
    assert.deepEqual(rules(change(path, suite, suite.replace('3', '4'))), ['test-weakened']);
    assert.deepEqual(rules(change(path, suite, suite.replace(/ {2}assert.*\n/, ''))), ['test-weakened']);
    assert.deepEqual(rules(change(path, suite, `${suite}describe.skip('x', () => {});\n`)), [
      'test-weakened',
    ]);
    assert.deepEqual(rules(change('tests/test_a.py', 'x\n', 'x\n@pytest.mark.skip\n')), ['test-weakened']);
    assert.deepEqual(
      rules(change('Shop.Tests/CartTests.cs', 'Assert.Equal(1, a);\n', 'Assert.True(true);\n')),
      ['test-weakened'],
    );
    assert.deepEqual(rules(change('cart_test.go', 'x\n', 'x\n\tt.Skip("later")\n')), ['test-weakened']);
    assert.deepEqual(rules(change('pkg/test_a.py', 'self.assertTrue(f())\n', 'f()\n')), ['test-weakened']);
  });

  it('misses no line of code that is taken out of a test', () => {
    const line = fc.stringMatching(/^[a-z]{1,8}\([a-z0-9]{0,5}\)$/);
    fc.assert(
      fc.property(fc.uniqueArray(line, { minLength: 1 }), fc.nat(), (lines, index) => {
        const at = index % lines.length;
        const without = lines.filter((_, other) => other !== at).join('\n');
        assert.ok(rules(change('a.test.js', lines.join('\n'), without)).includes('test-weakened'));
      }),
    );
  });
});

describe('the fence around calls', () => {
  it('asks a person about new ways out', () => {
    const bring = (path: string, line: string) => rules(change(path, 'a\n', `a\n${line}\n`));
    assert.deepEqual(bring('a.ts', "await fetch('https://x.example')"), ['network']);
    assert.deepEqual(bring('a.js', "const { get } = require('https');"), ['network']);
    assert.deepEqual(bring('a.ts', "import { execSync } from 'node:child_process';"), ['process']);
    assert.deepEqual(bring('a.ts', 'const f = new Function(text);'), ['eval']);
    assert.deepEqual(bring('a.ts', "[].constructor.constructor('x')()"), ['eval']);
    assert.deepEqual(bring('a.ts', 'import(name)'), ['eval']);
    assert.deepEqual(bring('a.py', 'import subprocess'), ['process']);
    assert.deepEqual(bring('a.py', 'requests.get(url)'), ['network']);
    assert.deepEqual(bring('a.py', '__import__("os")'), ['eval']);
    assert.deepEqual(bring('a.js', 'log(process.env);'), ['environment']);
    assert.deepEqual(bring('a.py', 'print(os.environ)'), ['environment']);
    assert.deepEqual(bring('a.go', '_ = exec.Command("id").Run()'), ['process']);
    assert.deepEqual(bring('A.java', 'new ProcessBuilder("id").start();'), ['process']);
    assert.deepEqual(bring('A.cs', 'new HttpClient().GetAsync(url);'), ['network']);
    assert.deepEqual(bring('a.rb', 'eval(params[:note])'), ['eval']);
    assert.deepEqual(bring('a.php', 'unlink($path);'), ['deletes-files']);
    assert.deepEqual(bring('a.rs', 'unsafe { *pointer }'), ['eval']);
    const { allowed, level } = judge([change('a.py', '', 'eval(x)\n')], 1, open);
    assert.deepEqual([allowed, level], [true, 'approval']);
  });

  it('lets no comment or text make room for a call', () => {
    assert.deepEqual(rules(change('a.ts', '// use eval(x)\n', 'eval(x);\n')), ['eval']);
    assert.deepEqual(rules(change('a.ts', 'const a = "call fetch(b) // here"; b();\n', 'fetch(b);\n')), [
      'network',
    ]);
    assert.deepEqual(rules(change('a.py', '# os.system(x)\n', 'os.system(x)\n')), ['process']);
    assert.deepEqual(rules(change('a.go', '/* os.RemoveAll(x) */\n', 'os.RemoveAll(x)\n')), [
      'deletes-files',
    ]);
    assert.deepEqual(rules(change('a.ts', '// eval(x)\nlet a = 1;\n', '// eval(x)\nlet a = 2;\n')), []);
  });

  it('asks about a call that goes somewhere else', () => {
    const [here, there] = ['https://a.example/', 'https://b.example/'].map(url => `fetch('${url}');\n`);
    assert.deepEqual(rules(change('a.ts', String(here), String(there))), ['network']);
    assert.deepEqual(rules(change('a.ts', String(here), `await ${here}`)), []);
  });

  it('lets a test talk to the server that it started, and nothing else', () => {
    const test = (url: string) =>
      `import type { AddressInfo } from 'node:net';\nconst { port } = server.address();\nawait fetch(${url});\n`;
    const own = ['`http://127.0.0.1:$', '{port}/orders`'].join('');
    assert.deepEqual(rules(change('test/a.test.ts', null, test(own))), []);
    assert.deepEqual(rules(change('src/a.ts', null, test(own))), ['network']);
    assert.deepEqual(rules(change('a_test.go', null, 'import "net/http/httptest"\n')), []);
    assert.deepEqual(rules(change('a_test.go', null, 'http.Get("http://x.example")\n')), ['network']);
    assert.deepEqual(rules(change('test/a.test.ts', null, test("'http://127.0.0.1.example/'"))), ['network']);
  });

  it('does not ask about what was there or only looks like it', () => {
    assert.deepEqual(rules(change('a.ts', 'fetch(a);\n', 'await fetch(a);\n')), []);
    assert.deepEqual(rules(change('a.ts', 'a\n', 'const m = /x/.exec(text);\n')), []);
    assert.deepEqual(rules(change('a.ts', 'a\n', 'cache.fetch(key); retrieval(x);\n')), []);
    assert.deepEqual(rules(change('a.py', 'a\n', 're.compile(x); model.eval()\n')), []);
    assert.deepEqual(rules(change('a.ts', 'a\n', 'const port = process.env.PORT ?? 80;\n')), []);
    assert.deepEqual(
      rules(change('a.go', 'a\n', 'if order == nil {\n\treturn nil, errors.New("no order")\n}\n')),
      [],
    );
    assert.deepEqual(
      rules(change('A.java', 'a\n', 'if (order == null) throw new IllegalStateException();\n')),
      [],
    );
    assert.deepEqual(rules(change('a.rb', 'a\n', 'items = (order[:items] || []).compact\n')), []);
    assert.deepEqual(rules(change('a.php', 'a\n', '$items = $order["items"] ?? []; $repo->exec($q);\n')), []);
    assert.deepEqual(
      rules(change('a.rs', 'a\n', 'let n = items.get(0).copied().unwrap_or_default();\n')),
      [],
    );
  });
});

describe('the fence around size', () => {
  it('stops at the limits', () => {
    const lines = (count: number) => 'x\n'.repeat(count);
    assert.deepEqual(rules(change('a.ts', '', lines(defaultPolicy.size.lines))), []);
    assert.deepEqual(rules(change('a.ts', '', lines(defaultPolicy.size.lines + 1))), ['size']);
    const files = Array.from({ length: defaultPolicy.size.files + 1 }, (_, at) =>
      change(`${at}.ts`, 'a', 'b'),
    );
    assert.deepEqual(rules(...files), ['size']);
  });
});
