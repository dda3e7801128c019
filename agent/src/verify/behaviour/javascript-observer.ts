/**
 * Runs the tests on the program as it notes its calls, then every version of it on those inputs and on mutations of them, each
 * version in a process of its own. Takes the file that says what is asked; as its own child the number of a version.
 */
export const javascriptObserver = `'use strict';
const { spawn, spawnSync } = require('child_process');
const { createHash } = require('crypto');
const fs = require('fs');
const path = require('path');
const { pathToFileURL } = require('url');
const { canonical, read, within } = require('./behaviour-calls.cjs');
const { made } = require('./behaviour-inputs.cjs');

const askedFile = process.argv[2];
const asked = JSON.parse(fs.readFileSync(askedFile, 'utf8'));
const inputsFile = path.join(__dirname, 'behaviour-inputs.json');
const testMilliseconds = 10000;
const callMilliseconds = 250;
const mostNoted = 40;
// Where some calls hang, others will: they get less time each.
const patientWith = 3;
const impatientMilliseconds = 50;

function put(files) {
  for (const [name, text] of Object.entries(files)) {
    const full = path.join(asked.root, name);
    if (text === null) fs.rmSync ? fs.rmSync(full, { force: true }) : fs.unlinkSync(full);
    else {
      if (!fs.existsSync(path.dirname(full))) fs.mkdirSync(path.dirname(full), { recursive: true });
      fs.writeFileSync(full, text);
    }
  }
}

function noted() {
  const inputs = [];
  const uncopied = asked.targets.map(() => 0);
  const known = new Set();
  const counts = {};
  put(asked.instrumented);
  asked.runs.forEach(({ command, env }, at) => {
    fs.writeFileSync(asked.notes, '');
    const [file, ...args] = command;
    spawnSync(file, args, { stdio: 'ignore', timeout: testMilliseconds, killSignal: 'SIGKILL', env: Object.assign({}, process.env, env) });
    for (const line of fs.readFileSync(asked.notes, 'utf8').split('\\n')) {
      const [number, given] = line.split(' ');
      if (given === undefined) continue;
      if (given === 'uncopied') uncopied[number] += 1;
      else if (!known.has(line)) {
        known.add(line);
        const kind = number + ' ' + at;
        counts[kind] = (counts[kind] || 0) + 1;
        if (counts[kind] <= mostNoted) inputs.push({ target: Number(number), passing: at > 0, made: false, given });
      }
    }
  });
  put(asked.originals);
  return { inputs, uncopied };
}

/** The outcomes that one process gets to, and whether it was done. */
function run(first, limit, milliseconds) {
  return new Promise(resolve => {
    const flags = ['--experimental-transform-types', '--experimental-strip-types'].filter(flag => process.allowedNodeEnvironmentFlags && process.allowedNodeEnvironmentFlags.has(flag)).slice(0, 1);
    const child = spawn(process.execPath, [...flags, '--no-warnings', __filename, askedFile, String(first), String(limit)], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    let text = '';
    let watch;
    const end = setTimeout(() => child.kill('SIGKILL'), milliseconds);
    const expect = () => {
      clearTimeout(watch);
      watch = setTimeout(() => child.kill('SIGKILL'), 3000 + limit * 4);
    };
    expect();
    child.stdio[3].setEncoding('utf8');
    child.stdio[3].on('data', part => {
      text += part;
      expect();
    });
    child.on('error', () => resolve([]));
    child.on('close', () => {
      clearTimeout(watch);
      clearTimeout(end);
      const lines = text.split('\\n').slice(0, -1).map(line => JSON.parse(line));
      resolve(lines);
    });
  });
}

async function answers(count, milliseconds) {
  const until = Date.now() + milliseconds;
  const found = [];
  let hung = 0;
  while (found.length < count && Date.now() < until) {
    const limit = hung < patientWith ? callMilliseconds : impatientMilliseconds;
    const more = await run(found.length, limit, until - Date.now());
    if (more[0] !== 'loaded') return found;
    found.push(...(more.length > 1 ? more.slice(1) : ['does not end']));
    hung += 1;
  }
  return found;
}

async function observe() {
  const { inputs, uncopied } = noted();
  const first = made(inputs, asked.literals, asked.inputs);
  inputs.push(...first);
  inputs.push(...made(inputs, asked.literals, asked.inputs - first.length));
  fs.writeFileSync(inputsFile, JSON.stringify(inputs));
  const told = { inputs: inputs.map(({ target, passing, made }) => ({ target, passing, made })), uncopied, outcomes: {} };
  const until = Date.now() + asked.seconds * 1000;
  for (const [at, version] of asked.versions.entries()) {
    if (inputs.length === 0) break;
    put(version.files);
    for (const [name, end] of Object.entries(asked.ends)) {
      const full = path.join(asked.root, name);
      if (fs.existsSync(full)) fs.appendFileSync(full, end);
    }
    told.outcomes[version.id] = await answers(inputs.length, Math.max(0, until - Date.now()) / (asked.versions.length - at));
    put(version.before);
    put(asked.originals);
  }
  fs.writeFileSync(asked.told, JSON.stringify(told));
}

function short(text) {
  return text.length <= 200 ? text : text.slice(0, 60) + ' ' + createHash('sha256').update(text).digest('hex');
}

/** Imports without an extension, and those that name the file that a source is compiled to. */
function resolveSources() {
  const { registerHooks } = require('module');
  if (registerHooks === undefined) return;
  registerHooks({
    resolve(name, context, next) {
      const tries = [name, ...['.ts', '.js', '/index.ts', '/index.js'].map(end => name + end), name.replace(/\\.([cm]?)js$/, '.$1ts')];
      let failure;
      for (const each of /^\\./.test(name) ? tries : [name]) {
        try {
          return next(each, context);
        } catch (error) {
          failure = failure || error;
        }
      }
      throw failure;
    },
  });
}

/** Old versions of Node know modules of one kind only. */
async function load(file) {
  try {
    return require(file);
  } catch (error) {
    if (!/^ERR_REQUIRE/.test(error.code) && error.name !== 'SyntaxError') throw error;
    return require('./behaviour-import.cjs')(pathToFileURL(file));
  }
}

async function callAll(first, limit) {
  const inputs = JSON.parse(fs.readFileSync(inputsFile, 'utf8'));
  const tell = said => fs.writeSync(3, JSON.stringify(said) + '\\n');
  resolveSources();
  const callees = {};
  for (const [number, target] of asked.targets.entries()) {
    if (!inputs.some(input => input.target === number)) continue;
    global.__errata_callees = global.__errata_callees || {};
    const loaded = await load(path.join(asked.root, target.path));
    Object.assign(callees, global.__errata_callees);
    const whole = loaded.default || {};
    const last = target.name.split('.').pop();
    const had = callees[number] || {};
    const call = had.call || loaded[last] || whole[last];
    if (typeof call !== 'function') process.exit(1);
    callees[number] = { call, prototype: had.prototype, holder: loaded.default === undefined ? loaded : whole };
  }
  tell('loaded');
  let printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = part => {
      printed += part;
      return true;
    };
  }
  process.on('unhandledRejection', () => {});
  process.on('uncaughtException', () => {});
  for (const input of inputs.slice(first)) {
    const { call, prototype, holder } = callees[input.target];
    const [own, args] = read(input.given);
    const self = prototype === undefined ? holder : typeof prototype === 'function' ? prototype : Object.assign(Object.create(prototype), own);
    let state = 7;
    Math.random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
    printed = '';
    let said;
    try {
      const before = canonical([own, args]);
      let answer = within(limit, () => {
        const given = Reflect.apply(call, self, args);
        if (given === null || typeof given !== 'object' || typeof given.next !== 'function' || given[Symbol.iterator] === undefined) return given;
        const all = [];
        for (const each of given) if (all.push(each) >= 300) break;
        return all;
      });
      if (answer && typeof answer.then === 'function') {
        let timer;
        const late = new Promise((_, reject) => {
          timer = setTimeout(() => reject(Object.assign(new Error(), { code: 'late' })), limit);
        });
        answer = await Promise.race([answer, late]);
        clearTimeout(timer);
      }
      said = 'gives ' + canonical(answer);
      const after = canonical([prototype === undefined ? own : Object.assign({}, self), args]);
      if (after !== before && typeof prototype !== 'function') said += ' and leaves ' + after;
      if (printed !== '') said += ' and prints ' + printed;
      said = short(said);
    } catch (error) {
      const ends = error && (error.code === 'late' || /execution timed out|call stack|heap|Invalid array length/.test(error.message));
      said = ends ? 'does not end' : 'raises ' + ((error && error.name) || typeof error);
    }
    tell(said);
    if (said === 'does not end') break;
  }
  process.exit(0);
}

if (process.argv.length > 3) callAll(Number(process.argv[3]), Number(process.argv[4]));
else observe();
`;
