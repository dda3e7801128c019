/**
 * Goes into processes that run tests on Node since the eighth: notes which lines each test runs and ends tests that hang.
 * Lines come from V8's own counters, so that nothing has to be changed in the program. It does nothing by itself: what
 * knows the framework calls `begin` and `end`.
 */
export const watchNodeScript = `'use strict';
const fs = require('fs');
const Module = require('module');
const path = require('path');
const vm = require('vm');

const environment = process.env;
const root = environment.ERRATA_ROOT + path.sep;
const seconds = Number(environment.ERRATA_TEST_SECONDS);
const target = environment.ERRATA_LINES;
// What the tests start themselves is not watched.
delete environment.ERRATA_LINES;
delete environment.ERRATA_TEST_SECONDS;
const wrapper = parseInt(process.versions.node, 10) < 12 ? Module.wrapper[0].length : 0;
// Busy machines slow tests down, and some wait for what never comes: both times count.
const patience = 3;
// What counting may take, in all; of a long run the beginning tells enough.
const mostMilliseconds = 10000;
const mostBytes = 3000000;
const mostHung = 2;
const mostGrowth = 256 * 1024 * 1024;

const texts = new Map();
const compile = Module.prototype._compile;
if (target)
  Module.prototype._compile = function (content, filename) {
    if (isOwn(filename)) texts.set(filename, String(content));
    return compile.apply(this, arguments);
  };

function isOwn(name) {
  return name.startsWith(root) && !/[\\\\/](?:node_modules|\\.errata)[\\\\/]/.test(name);
}

function fileOf(url) {
  try {
    return url.startsWith('file://') ? decodeURIComponent(url.slice(7)) : url;
  } catch (_) {
    return '';
  }
}

function counters() {
  try {
    const inspector = require('inspector');
    const session = new inspector.Session();
    session.connect();
    const post = (method, parameters) => {
      let answer;
      session.post(method, parameters || {}, (error, result) => {
        answer = error ? { result: [] } : result;
      });
      return answer;
    };
    post('Profiler.enable');
    post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    return () => post('Profiler.takePreciseCoverage').result;
  } catch (_) {
    return undefined;
  }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

// Of each line of a compiled text the lines that it was made from; undefined where nothing says that.
function originsOf(text) {
  const found = /\\/\\/# sourceMappingURL=data:application\\/json;(?:charset=[\\w-]+;)?base64,([\\w+/=]+)\\s*$/.exec(text);
  if (!found) return undefined;
  const mappings = JSON.parse(Buffer.from(found[1], 'base64').toString()).mappings;
  let line = 0;
  return mappings.split(';').map(part => {
    const lines = new Set();
    for (const segment of part === '' ? [] : part.split(',')) {
      const fields = [];
      let value = 0;
      let shift = 0;
      for (const letter of segment) {
        const digit = digits.indexOf(letter);
        value |= (digit & 31) << shift;
        shift += 5;
        if (digit & 32) continue;
        fields.push(value & 1 ? -(value >> 1) : value >> 1);
        value = 0;
        shift = 0;
      }
      if (fields.length < 4) continue;
      line += fields[2];
      lines.add(line + 1);
    }
    return lines;
  });
}

// Whether nothing was done to a text but to take something out, with all else where it was.
function isStripped(text, original) {
  for (let at = 0; at < original.length; at++)
    if (text[at] !== original[at] && text[at] !== ' ' && text[at] !== ';') return false;
  return true;
}

const scripts = new Map();

// Where each line of a file begins to say something, and which lines of the original it stands for.
function scriptOf(url) {
  if (scripts.has(url)) return scripts.get(url);
  let script;
  try {
    const file = fileOf(url);
    const original = fs.readFileSync(file, 'utf8');
    const text = texts.has(file) ? texts.get(file) : original;
    const origins = text === original ? undefined : originsOf(text);
    const places = [];
    let offset = 0;
    const lines = text.split('\\n');
    for (let at = 0; at < lines.length; at++) {
      const before = /^[\\s{}()[\\];,]*(?:(?:else|try|finally|do)\\b[\\s{]*)*/.exec(lines[at])[0].length;
      const rest = lines[at].slice(before, before + 2);
      if (rest !== '' && rest !== '//' && rest !== '/*' && !/^\\s*\\*/.test(lines[at]))
        places.push({ at: offset + before, lines: origins ? origins[at] || [] : [at + 1] });
      offset += lines[at].length + 1;
    }
    if (origins || isStripped(text, original))
      script = { name: path.relative(root, file), places: places, shift: texts.has(file) ? wrapper : 0 };
  } catch (_) {
    script = undefined;
  }
  scripts.set(url, script);
  return script;
}

// The lines that ran: those whose beginning lies in a range that was counted, the innermost around it.
function linesRun(script, functions) {
  const ranges = [];
  for (const each of functions) for (const range of each.ranges) ranges.push(range);
  ranges.sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const around = [];
  const lines = new Set();
  let next = 0;
  for (const place of script.places) {
    const at = place.at + script.shift;
    for (; next < ranges.length && ranges[next].startOffset <= at; next++) around.push(ranges[next]);
    while (around.length > 0 && around[around.length - 1].endOffset <= at) around.pop();
    if (around.length > 0 && around[around.length - 1].count > 0) for (const line of place.lines) lines.add(line);
  }
  return Array.from(lines).sort((a, b) => a - b);
}

const ended = target ? counters() : undefined;
const out = target ? fs.openSync(target, 'a') : undefined;
const skipped = new Set();
const sets = new Map();
let spent = 0;
let written = 0;

function write(line) {
  const text = JSON.stringify(line) + '\\n';
  written += text.length;
  fs.writeSync(out, text);
}

// Tests run much the same: what two have in common is written once.
function setOf(file, lines) {
  const spans = [];
  for (const line of lines) {
    const last = spans[spans.length - 1];
    if (last && last[1] === line - 1) last[1] = line;
    else spans.push([line, line]);
  }
  const key = file + spans.join(' ');
  if (!sets.has(key)) {
    sets.set(key, process.pid + '.' + sets.size);
    write({ set: sets.get(key), file: file, spans: spans });
  }
  return sets.get(key);
}

// What ran since it was last asked.
function take() {
  if (!ended || spent > mostMilliseconds || written > mostBytes) return undefined;
  const began = Date.now();
  const found = [];
  for (const each of ended()) {
    const file = fileOf(each.url);
    if (!isOwn(file) || skipped.has(file)) continue;
    const script = scriptOf(each.url);
    const lines = script ? linesRun(script, each.functions) : [];
    if (lines.length > 0) found.push(setOf(script.name, lines));
  }
  spent += Date.now() - began;
  return found;
}

let startup;
let common = [];
let loaded = false;
let current;

// What the process has used before its first test.
function started() {
  const used = process.cpuUsage();
  startup = (used.user + used.system) / 1e6;
}

function begin(test) {
  if (current && current.test === test) return;
  end();
  // What runs while tests are loaded is run for all of them.
  if (!loaded) {
    started();
    common = take() || [];
  }
  loaded = true;
  current = { test: test, failed: false, hung: false, began: process.cpuUsage() };
  beat();
}

function fail() {
  if (current) current.failed = true;
}

function end() {
  if (!current) return;
  beat();
  const used = process.cpuUsage(current.began);
  const found = current.test === undefined ? undefined : take();
  if (found)
    write({
      test: current.test,
      failed: current.failed,
      seconds: current.hung ? null : (used.user + used.system) / 1e6,
      startup: startup,
      sets: common.concat(found),
    });
  if (found) startup = undefined;
  current = undefined;
}

// Something else has to look at the clock while a test does not give up the thread.
const watcher = \`
const worker = require('worker_threads');
const beats = worker.workerData.beats;
const limit = worker.workerData.limit;
for (;;) {
  const seen = Atomics.load(beats, 0);
  const began = Date.now();
  const used = process.cpuUsage();
  const memory = process.memoryUsage().rss;
  const isOver = () => {
    // A loop that fills the memory would take the process, and with it what was noted.
    if (process.memoryUsage().rss - memory > worker.workerData.growth) return true;
    const now = process.cpuUsage(used);
    const spent = (now.user + now.system) / 1000;
    return Date.now() - began > limit && (spent > limit || Date.now() - began > limit * worker.workerData.patience);
  };
  while (Atomics.wait(beats, 0, seen, 50) === 'timed-out' && !(seen % 2 && isOver()));
  if (seen % 2 && Atomics.load(beats, 0) === seen) {
    try {
      const session = new (require('inspector').Session)();
      session.connectToMainThread();
      session.post('Runtime.evaluate', { expression: 'process[Symbol.for("errata.watch")].hang()' });
      // It ends the process itself when it has told.
      Atomics.wait(beats, 1, 0, 2000);
    } catch (_) {}
    process.kill(process.pid, 'SIGKILL');
  }
}
\`;
let beats;

function beat() {
  if (!beats) return;
  Atomics.add(beats, 0, 1);
  Atomics.notify(beats, 0);
}

function guard(limit) {
  try {
    const Worker = require('worker_threads').Worker;
    beats = new Int32Array(new SharedArrayBuffer(8));
    const data = { beats: beats, limit: limit * 1000, patience: patience, growth: mostGrowth };
    const env = Object.assign({}, environment);
    delete env.NODE_OPTIONS;
    new Worker(watcher, { eval: true, workerData: data, env: env, execArgv: [] }).unref();
  } catch (_) {
    beats = undefined;
  }
}

const told = 'The test did not end within ' + seconds + ' s';
let onHang = () => undefined;

const watch = {
  call: undefined,
  hang() {
    fail();
    onHang();
    if (current) current.hung = true;
    end();
    process.kill(process.pid, 'SIGKILL');
  },
};
Object.defineProperty(process, Symbol.for('errata.watch'), { value: watch });

let hung = 0;
const inner = new vm.Script('process[Symbol.for("errata.watch")].call()', { filename: 'errata-watch' });

// Ends a call that never gives up the thread, where it is, with an exception that the program cannot catch.
function bounded(call) {
  watch.call = call;
  try {
    return inner.runInThisContext({ displayErrors: false, timeout: Math.ceil((hung > 0 ? Math.min(seconds, 1) : seconds) * 1000 * 2) });
  } catch (error) {
    if (!error || !/^Script execution timed out/.test(error.message)) throw error;
    hung += 1;
    if (current) current.hung = true;
    throw new Error(told);
  }
}

exports.mocha = (runner, tell) => {
  guard(seconds * 2);
  let running;
  onHang = () => tell(running, told);
  const bound = each => {
    const call = each.fn;
    if (typeof call !== 'function' || call.isBounded) return;
    each.fn = function () {
      return bounded(() => call.apply(this, arguments));
    };
    each.fn.isBounded = true;
  };
  runner.on('test', test => {
    running = test;
    if (test.file) skipped.add(test.file);
    begin(test.fullTitle());
    bound(test);
  });
  runner.on('hook', bound);
  runner.on('fail', fail);
  runner.on('test end', () => {
    end();
    // More of the same would tell nothing new.
    if (hung >= mostHung) runner.abort();
  });
  runner.on('end', end);
};

exports.node = () => {
  const file = process.argv[1];
  skipped.add(file);
  guard(seconds);
  onHang = () => {
    fs.writeSync(2, told + '\\n');
    if (current && current.test === undefined) current.test = file;
  };
  // A file that asks for no test is one itself.
  started();
  current = { test: file, failed: false, hung: false, began: process.cpuUsage() };
  beat();
  let asked = false;
  const hooks = name => {
    if (asked || name !== 'node:test') return;
    asked = true;
    current.test = undefined;
    const test = require('node:test');
    test.beforeEach(context => begin(context.fullName || context.name));
    test.afterEach(context => {
      if (context.passed === false || context.error) fail();
      end();
    });
  };
  const load = Module._load;
  Module._load = function (name) {
    hooks(name);
    return load.apply(this, arguments);
  };
  if (Module.registerHooks)
    Module.registerHooks({
      resolve(name, context, next) {
        hooks(name);
        return next(name, context);
      },
    });
  process.on('exit', code => {
    if (asked) return;
    if (code !== 0) fail();
    end();
  });
};
`;

/** Loads it into the processes in which Node's own runner runs files, not into the runner nor into what the tests start. */
export const watchNodePreload = `'use strict';
if (process.env.NODE_TEST_CONTEXT && process.env.ERRATA_TEST_SECONDS) require('./watch.cjs').node();
`;
