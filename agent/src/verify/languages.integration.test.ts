import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from './run-tests.ts';
import { sandboxHere, scratchProject } from './scratch-project.ts';
import { detectTests } from './test-command.ts';

/** Runs all tests around a file and then one file of them, in the sandbox of this machine; statuses by test name. */
async function suiteOf(
  mocha: Mocha.Context,
  files: Readonly<Record<string, string>>,
  {
    about,
    only,
    obstacle,
    framework,
  }: { about: string; only: string; obstacle: string | undefined; framework?: string },
) {
  const sandbox = await sandboxHere();
  if (typeof sandbox === 'string' || obstacle !== undefined) {
    mocha['skipReason'] = obstacle ?? sandbox;
    return mocha.skip();
  }
  const { context, dispose } = await scratchProject(sandbox, files);
  try {
    const { plan, reason } = await detectTests(context, about);
    assert.ok(plan !== undefined, reason);
    if (framework !== undefined && plan.framework !== framework) {
      mocha['skipReason'] = `${framework} is not installed for the Python of the sandbox`;
      return mocha.skip();
    }
    const { report } = await runTests(context, plan, new Map());
    assert.ok(report.ran, report.output);
    const few = await runTests(context, plan, new Map(), { only: [only] });
    const statuses = (tests: typeof report.tests) =>
      Object.fromEntries(tests.map(({ name, status }) => [name, status]));
    return { plan, report, all: statuses(report.tests), one: statuses(few.report.tests) };
  } finally {
    await dispose();
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

function noMaven(): string | undefined {
  const parts = [
    'org/apache/maven/surefire/surefire-junit-platform/3.2.5',
    'org/junit/jupiter/junit-jupiter/5.10.2',
  ];
  const missing = parts.find(part => !existsSync(join(homedir(), '.m2/repository', part)));
  return without('mvn', '--version') ?? (missing && `Maven never downloaded ${missing}`);
}

describe('tests of a Go module', function () {
  this.timeout(60_000);

  it('are run in all packages, panics and builds that fail included', async function () {
    const files = {
      'shop/go.mod': 'module example.com/shop\n\ngo 1.19\n',
      'shop/cart/cart.go': 'package cart\n\nfunc First(list []int) int { return list[0] }\n',
      'shop/cart/cart_test.go':
        'package cart\n\nimport "testing"\n\nfunc TestFirst(t *testing.T) {\n\tif First([]int{3}) != 3 {\n\t\tt.Fatal("no")\n\t}\n}\n',
      'shop/cart/empty_test.go':
        'package cart\n\nimport "testing"\n\nfunc TestTable(t *testing.T) {\n\tt.Run("one entry", func(t *testing.T) {})\n}\n\nfunc TestZEmpty(t *testing.T) { First(nil) }\n',
      'shop/broken/b.go': 'package broken\n\nfunc F() int { return "x" }\n',
      'shop/broken/b_test.go': 'package broken\n\nimport "testing"\n\nfunc TestF(t *testing.T) {}\n',
    };
    const found = await suiteOf(this, files, {
      about: 'shop/cart/cart.go',
      only: 'shop/cart/cart_test.go',
      obstacle: without('go', 'version'),
    });
    assert.deepEqual(found.all, {
      'cart › TestFirst': 'passed',
      'cart › TestTable': 'passed',
      'cart › TestTable/one_entry': 'passed',
      'cart › TestZEmpty': 'failed',
      'broken › (package)': 'failed',
    });
    assert.deepEqual(found.one, { 'cart › TestFirst': 'passed' });
    const raised = found.report.tests.find(test => test.name === 'cart › TestZEmpty');
    assert.equal(raised?.file, 'shop/cart/empty_test.go');
    assert.match(raised?.exceptions?.[0]?.message ?? '', /index out of range \[0\] with length 0/);
    assert.deepEqual(
      raised?.exceptions?.[0]?.frames.find(frame => !frame.file.startsWith('/')),
      {
        file: 'shop/cart/cart.go',
        line: 3,
        function: 'First',
      },
    );
  });
});

describe('tests of a crate', function () {
  this.timeout(60_000);

  it('are run in it, beside it and in its documentation', async function () {
    const files = {
      'Cargo.toml': '[package]\nname = "shop"\nversion = "0.1.0"\nedition = "2021"\n',
      'src/lib.rs':
        '/// ```\n/// assert_eq!(shop::first(&[1]), 1);\n/// ```\npub fn first(list: &[i32]) -> i32 {\n    list[0]\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn raises() { super::first(&[]); }\n    #[test]\n    #[ignore]\n    fn later() {}\n}\n',
      'tests/whole.rs': '#[test]\nfn outside() { assert_eq!(shop::first(&[2]), 2); }\n',
    };
    const found = await suiteOf(this, files, {
      about: 'src/lib.rs',
      only: 'tests/whole.rs',
      obstacle: without('cargo', '--version'),
    });
    assert.deepEqual(found.all, {
      'shop › src/lib.rs › tests::raises': 'failed',
      'shop › src/lib.rs › tests::later': 'skipped',
      'whole › tests/whole.rs › outside': 'passed',
      'shop › documentation › src/lib.rs - first (line 1)': 'passed',
    });
    assert.deepEqual(found.one, { 'whole › tests/whole.rs › outside': 'passed' });
    const [seen] = found.report.tests.find(test => test.status === 'failed')?.exceptions ?? [];
    assert.match(seen?.message ?? '', /^index out of bounds/);
    assert.equal(seen?.frames.find(frame => !frame.file.startsWith('/'))?.file, 'src/lib.rs');
  });
});

describe('tests of Java', function () {
  this.timeout(120_000);

  it('are run through Maven, from the root of its modules', async function () {
    const pom = (rest: string) =>
      `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>${rest}</project>`;
    const member = (name: string, rest = '') =>
      pom(
        `<parent><groupId>shop</groupId><artifactId>parent</artifactId><version>1</version></parent><artifactId>${name}</artifactId>${rest}`,
      );
    const plugin = (name: string, version: string) =>
      `<plugin><artifactId>maven-${name}-plugin</artifactId><version>${version}</version></plugin>`;
    const files = {
      'pom.xml': pom(
        `<groupId>shop</groupId><artifactId>parent</artifactId><version>1</version><packaging>pom</packaging><modules><module>core</module><module>app</module></modules><properties><maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target></properties><dependencies><dependency><groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId><version>5.10.2</version><scope>test</scope></dependency></dependencies><build><pluginManagement><plugins>${plugin('surefire', '3.2.5')}${plugin('compiler', '3.13.0')}${plugin('resources', '3.3.1')}</plugins></pluginManagement></build>`,
      ),
      'core/pom.xml': member('core'),
      'core/src/main/java/com/shop/Cart.java':
        'package com.shop;\n\npublic class Cart {\n  java.util.List<String> lines;\n  public int size() { return lines.size(); }\n}\n',
      'app/pom.xml': member(
        'app',
        '<dependencies><dependency><groupId>shop</groupId><artifactId>core</artifactId><version>1</version></dependency></dependencies>',
      ),
      'app/src/test/java/com/app/AppTest.java':
        'package com.app;\n\nimport org.junit.jupiter.api.*;\n\nclass AppTest {\n  @Test void raises() { new com.shop.Cart().size(); }\n  @Test void passes() {}\n  @Test @Disabled void later() {}\n}\n',
      'app/src/test/java/com/app/OtherTest.java':
        'package com.app;\n\nimport org.junit.jupiter.api.*;\n\nclass OtherTest {\n  @Test void passes() {}\n}\n',
    };
    const found = await suiteOf(this, files, {
      about: 'app/src/main/java/com/app/Main.java',
      only: 'app/src/test/java/com/app/OtherTest.java',
      obstacle: noMaven(),
    });
    assert.deepEqual(found.all, {
      'com.app.AppTest › raises': 'failed',
      'com.app.AppTest › passes': 'passed',
      'com.app.AppTest › later': 'skipped',
      'com.app.OtherTest › passes': 'passed',
    });
    assert.deepEqual(found.one, { 'com.app.OtherTest › passes': 'passed' });
    const raised = found.report.tests.find(test => test.status === 'failed');
    assert.equal(raised?.file, 'app/src/test/java/com/app/AppTest.java');
    assert.equal(raised?.exceptions?.[0]?.type, 'NullPointerException');
    assert.equal(raised?.exceptions?.[0]?.frames[0]?.file, 'core/src/main/java/com/shop/Cart.java');
  });

  // Stands for the real one, which would be downloaded: it notes what it was asked for and reports like it.
  const gradle = [
    '[ "$1" = --offline ] || exit 9',
    'mkdir -p app/build/test-results/test',
    'for word; do last=$word; done',
    'case $last in com.*) extra="" ;; *) extra="<testcase classname=\'com.BTest\' name=\'b\'/>" ;; esac',
    "echo \"<testsuite><testcase classname='com.ATest' name='$6'/>$extra</testsuite>\" > app/build/test-results/test/TEST-x.xml",
  ].join('\n');
  const files = {
    gradlew: gradle,
    'settings.gradle': "include 'app'",
    'app/build.gradle': '',
    'app/src/main/java/com/A.java': '',
    'app/src/test/java/com/ATest.java': '',
    'app/src/test/java/com/BTest.java': '',
    'app/build/test-results/test/TEST-old.xml': '<testsuite><testcase name="stale"/></testsuite>',
  };

  it('are run through the Gradle that a project brings', async function () {
    const found = await suiteOf(this, files, {
      about: 'app/src/main/java/com/A.java',
      only: 'app/src/test/java/com/ATest.java',
      obstacle: undefined,
    });
    assert.deepEqual(found.all, { 'com.ATest › :app:cleanTest': 'passed', 'com.BTest › b': 'passed' });
    assert.deepEqual(found.one, { 'com.ATest › :app:cleanTest': 'passed' });
  });

  it('are run by the Gradle that the wrapper downloaded, if it did', async function () {
    const home = await mkdtemp(join(tmpdir(), 'errata-gradle-'));
    const bin = join(home, 'wrapper/dists/gradle-8.5-bin/5t9huq95ubn472n8rpzujfbqh/gradle-8.5/bin');
    await mkdir(bin, { recursive: true });
    await writeFile(join(bin, 'gradle'), `#!/bin/sh\n${gradle}`, { mode: 0o755 });
    process.env['GRADLE_USER_HOME'] = home;
    const settings = {
      gradlew: 'exit 9',
      'gradle/wrapper/gradle-wrapper.properties':
        'distributionUrl=https\\://services.gradle.org/distributions/gradle-8.5-bin.zip\n',
    };
    try {
      const found = await suiteOf(
        this,
        { ...files, ...settings },
        {
          about: 'app/src/main/java/com/A.java',
          only: 'app/src/test/java/com/ATest.java',
          obstacle: without('javac', '--version'),
        },
      );
      assert.deepEqual(found.one, { 'com.ATest › :app:cleanTest': 'passed' });
    } finally {
      delete process.env['GRADLE_USER_HOME'];
      await rm(home, { recursive: true });
    }
  });
});

describe('tests that tox runs', function () {
  this.timeout(60_000);

  it('are run by pytest as tox would, without what only tox knows', async function () {
    const files = {
      'tox.ini':
        '[testenv]\nsetenv =\n    MODE = x\ncommands = {envpython} -m pytest -x {posargs:checks} --basetemp={envtmpdir}\n',
      'app.py': '',
      'checks/test_a.py': "import os\n\ndef test_a():\n    assert os.environ['MODE'] == 'x'\n",
      'checks/test_b.py': 'def test_b():\n    assert False\n',
      'other/test_c.py': 'def test_c():\n    pass\n',
    };
    const found = await suiteOf(this, files, {
      about: 'app.py',
      only: 'checks/test_a.py',
      obstacle: undefined,
      framework: 'pytest',
    });
    assert.deepEqual(found.all, {
      'checks/test_a.py::test_a': 'passed',
      'checks/test_b.py::test_b': 'failed',
    });
    assert.deepEqual(found.one, { 'checks/test_a.py::test_a': 'passed' });
  });
});

describe('tests of a package in a workspace', function () {
  this.timeout(60_000);

  it('are those of the workspace where it has none of its own', async function () {
    const files = {
      'package.json': '{ "workspaces": ["packages/*"], "scripts": { "test": "node --test tests/" } }',
      'packages/cart/package.json': '{ "name": "cart" }',
      'packages/cart/index.js': 'exports.one = 1;\n',
      'tests/cart.test.js':
        "const { test } = require('node:test');\ntest('is one', () => require('node:assert').equal(require('../packages/cart/index.js').one, 1));\n",
    };
    const found = await suiteOf(this, files, {
      about: 'packages/cart/index.js',
      only: 'tests/cart.test.js',
      obstacle: undefined,
    });
    assert.equal(found.plan.project.folder, '');
    assert.deepEqual(found.all, { 'tests/cart.test.js › is one': 'passed' });
    assert.deepEqual(found.one, found.all);
  });
});
