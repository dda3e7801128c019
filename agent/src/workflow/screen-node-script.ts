/**
 * Runs tests on many candidates in turn, in the same workspace, whose files are put back in between: for each the given
 * calls, until one of them says that it failed. Takes the folder of its inputs and the workspace. Written for any Node
 * since the eighth. What it knows it writes at once, since a candidate may end it.
 */
export const screenNodeScript = `'use strict';
const fs = require('fs');
const path = require('path');
const spawn = require('child_process').spawn;

const folder = process.argv[2];
const root = process.argv[3];
const asked = JSON.parse(fs.readFileSync(path.join(folder, 'candidates.json'), 'utf8'));
const out = fs.openSync(path.join(folder, 'answers'), 'a');
const until = Date.now() + asked.seconds * 1000;
const mostReport = 100000;
const patience = 4;
let each = asked.each;

function put(files) {
  for (const name of Object.keys(files)) {
    const full = path.join(root, name);
    const text = files[name];
    if (text !== null) {
      makeFolder(path.dirname(full));
      fs.writeFileSync(full, text);
    } else if (fs.existsSync(full)) fs.unlinkSync(full);
  }
}

function makeFolder(name) {
  if (fs.existsSync(name)) return;
  makeFolder(path.dirname(name));
  fs.mkdirSync(name);
}

// What a process has used of the processor, where the system tells, in milliseconds.
function usedBy(pid) {
  try {
    const fields = fs.readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ').pop().split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch (_) {
    return undefined;
  }
}

// How a call ended: its exit code, or null when it was ended. A busy machine slows it down, and it may wait for what never comes.
function run(call, milliseconds) {
  const began = Date.now();
  return new Promise(resolve => {
    const child = spawn(call.command[0], call.command.slice(1), {
      cwd: path.join(root, call.cwd),
      env: Object.assign({}, process.env, call.env),
      detached: true,
      stdio: 'ignore',
    });
    const kill = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch (_) {}
    };
    const timer = setInterval(() => {
      const taken = Date.now() - began;
      const used = usedBy(child.pid);
      if (taken > milliseconds * patience || (used === undefined ? taken : used) > milliseconds) kill();
    }, 50);
    const finish = code => {
      clearInterval(timer);
      kill();
      resolve(code);
    };
    child.on('error', () => finish(null));
    child.on('exit', finish);
  });
}

// Reports without what is long in them; the lines that were cut off as they are.
function reports() {
  const found = {};
  for (const name of asked.reports) {
    try {
      const text = fs.readFileSync(path.join(root, name), 'utf8');
      found[name] = text
        .split('\\n')
        .map(line => {
          try {
            const told = JSON.parse(line);
            delete told.error;
            return JSON.stringify(told);
          } catch (_) {
            return line;
          }
        })
        .join('\\n')
        .slice(0, mostReport);
    } catch (_) {}
  }
  return found;
}

function tried(id) {
  const began = Date.now();
  for (const name of asked.reports) put({ [name]: '' });
  const next = at => {
    return run(asked.calls[at], each * 1000).then(code => (code === 0 && at + 1 < asked.calls.length ? next(at + 1) : code));
  };
  return next(0).then(code => {
    const seconds = (Date.now() - began) / 1000;
    const answer = { id: id, code: code, seconds: seconds, reports: code === 0 || code === null ? {} : reports() };
    fs.writeSync(out, JSON.stringify(answer) + '\\n');
    return answer;
  });
}

function screen(candidates) {
  const candidate = candidates[0];
  if (!candidate || Date.now() > until) return;
  put(candidate.after);
  return tried(candidate.id)
    .then(() => put(candidate.before))
    .then(() => screen(candidates.slice(1)));
}

function measured() {
  return tried('').then(answer => {
    each = Math.min(each, asked.atLeast + asked.slack * answer.seconds);
    return answer.code !== 0;
  });
}

Promise.resolve(asked.measure ? measured() : true)
  .then(fails => (fails ? screen(asked.candidates) : undefined))
  .then(() => fs.writeSync(out, JSON.stringify({ end: true }) + '\\n'));
`;
