// Runs test files that are written for mocha, and prints how each test ended. It lies where mocha would, so that
// traces end in frames such as those of mocha.
const path = require('node:path');
const { pathToFileURL } = require('node:url');

// When it only checks, nothing else lies beside it.
const wanted = process.env.ERRATA_WANTED && JSON.parse(process.env.ERRATA_WANTED);
const capturedOf = wanted ? () => [] : require('./captured-variables.cjs').capturedOf;

let file = '';
const suites = [];
const tests = [];

function context() {
  const self = {};
  for (const name of ['timeout', 'slow', 'retries', 'skip']) self[name] = () => self;
  return self;
}

function describe(title, body) {
  const suite = { title, before: [], after: [], beforeEach: [], afterEach: [] };
  suites.push(suite);
  try {
    body?.call(context());
  } catch {
    // What the rest of the suite would have been is not known.
  }
  suites.pop();
}

function it(title, body) {
  if (body === undefined) return;
  const name = [...suites.map(suite => suite.title), title].join(' ');
  tests.push({ name, body, title, file, suites: [...suites] });
}

const nothing = () => undefined;
const hook = name => (first, second) => suites.at(-1)?.[name].push(second ?? first);
Object.assign(describe, { only: describe, skip: nothing });
Object.assign(it, { only: it, skip: nothing });
Object.assign(globalThis, {
  ...{
    describe,
    context: describe,
    suite: describe,
    it,
    specify: it,
    test: it,
    xit: nothing,
    xdescribe: nothing,
  },
  before: hook('before'),
  after: hook('after'),
  beforeEach: hook('beforeEach'),
  afterEach: hook('afterEach'),
  setup: hook('beforeEach'),
  teardown: hook('afterEach'),
});

function call(body, self) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('timeout')), 2000);
    const settle = error => {
      clearTimeout(timer);
      if (error) reject(error);
      else resolve();
    };
    pending = settle;
    if (body.length > 0) body.call(self, settle);
    else Promise.resolve(body.call(self)).then(() => settle(), settle);
  });
}

// An error that a callback throws ends the test that runs.
let pending = nothing;
process.on('uncaughtException', error => pending(error));
process.on('unhandledRejection', error => pending(error));

async function run() {
  for (const argument of process.argv.slice(2)) {
    file = path.resolve(argument);
    try {
      require(file);
    } catch (error) {
      if (error?.code !== 'ERR_REQUIRE_ESM') continue;
      await import(pathToFileURL(file).href).catch(nothing);
    }
  }
  const begun = new Set();
  const outcomes = [];
  for (const { name, body, title, file, suites } of tests) {
    if (wanted && !wanted.includes(name)) continue;
    const self = context();
    let error;
    try {
      for (const suite of suites) {
        if (begun.has(suite)) continue;
        begun.add(suite);
        for (const before of suite.before) await call(before, self);
      }
      for (const suite of suites) for (const each of suite.beforeEach) await call(each, self);
      await call(body, self);
    } catch (thrown) {
      error = thrown;
    }
    for (const suite of suites) for (const each of suite.afterEach) await call(each, self).catch(nothing);
    const text = error === undefined ? undefined : String(error?.stack ?? error).slice(0, 60_000);
    const captured = capturedOf(error);
    outcomes.push({ test: name, passed: error === undefined, file, title, text, captured });
  }
  if (wanted) {
    const passed = new Set(outcomes.filter(each => each.passed).map(each => each.test));
    process.exit(outcomes.every(each => each.passed) && wanted.every(name => passed.has(name)) ? 0 : 1);
  }
  require('node:fs').writeFileSync(
    process.env.ERRATA_OUTCOMES,
    outcomes.map(each => `${JSON.stringify(each)}\n`).join(''),
  );
  process.exit(0);
}

void run();
