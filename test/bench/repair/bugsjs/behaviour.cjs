// biome-ignore-all lint/style/useNodejsImportProtocol: the Node of such trees does not know it.
// biome-ignore-all lint/complexity/useOptionalChain: nor that.

'use strict';
// Prints a digest of what ESLint says of many programs: those of its tests and broken variants of them. Runs on the Node of
// the tree. Arguments: the rules that are asked about, or none for all of those that have tests.

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');

const folder = path.resolve('tests/lib/rules');
const asked = process.argv.slice(2);
const mostOwn = asked.length > 0 ? 500 : 40;
const mostOthers = asked.length > 0 ? 300 : 20;
const mostOptions = 3;
const broken = 2;

// Collects what test files hand to the tester instead of running it.
const found = [];
let current = '';
const RuleTester = require(path.resolve('lib/testers/rule-tester'));
RuleTester.prototype.run = (_name, _rule, tests) => {
  for (const test of [].concat(tests.valid || [], tests.invalid || []))
    found.push(Object.assign({ rule: current }, typeof test === 'string' ? { code: test } : test));
};
for (const name of ['describe', 'it', 'before', 'after', 'beforeEach', 'afterEach']) global[name] = () => {};
for (const file of fs.readdirSync(folder).sort()) {
  if (!file.endsWith('.js')) continue;
  current = file.slice(0, -3);
  try {
    require(path.join(folder, file));
  } catch (_error) {
    // Its programs are not had; in both trees.
  }
}

let seed = 1;
function random(below) {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return Math.floor((seed / 2147483648) * below);
}

function some(list, most) {
  const kept = list.slice();
  while (kept.length > most) kept.splice(random(kept.length), 1);
  return kept;
}

/** The program with one of its tokens gone, doubled or in another's place. */
function variant(code) {
  const tokens = code.match(/\w+|\s+|[^\w\s]/g) || [];
  const at = random(tokens.length);
  const how = random(3);
  if (how === 0) tokens.splice(at, 1);
  else if (how === 1) tokens.splice(at, 0, tokens[at] || '');
  else tokens[at] = tokens[random(tokens.length)] || '';
  return tokens.join('');
}

const linter = require(path.resolve('lib/api')).linter;
const digest = crypto.createHash('sha256');

function say(rule, options, test, code) {
  const config = { rules: {} };
  config.rules[rule] = [2].concat(options || []);
  for (const key of ['parserOptions', 'ecmaFeatures', 'env', 'globals', 'settings'])
    if (test[key]) config[key] = JSON.parse(JSON.stringify(test[key]));
  let said;
  try {
    const messages = linter.verify(code, config, test.filename);
    said = messages.map(({ line, column, message, nodeType, fix }) => [line, column, message, nodeType, fix]);
  } catch (error) {
    said = `throws ${error && error.name}`;
  }
  digest.update(JSON.stringify([rule, said]));
}

const rules = asked.length > 0 ? asked : Array.from(new Set(found.map(test => test.rule))).sort();
for (const rule of rules) {
  const own = found.filter(test => test.rule === rule);
  const others = some(
    found.filter(test => test.rule !== rule),
    mostOthers,
  );
  const options = Array.from(new Set(own.map(test => JSON.stringify(test.options || []))));
  const kept = some(
    options.filter(text => text !== '[]'),
    mostOptions,
  ).map(text => JSON.parse(text));
  for (const test of some(own, mostOwn)) {
    say(rule, test.options, test, test.code);
    for (let count = 0; count < broken; count++) say(rule, test.options, test, variant(test.code));
    for (const other of kept) say(rule, other, test, test.code);
  }
  for (const test of others) for (const other of [[]].concat(kept)) say(rule, other, test, test.code);
}
process.stdout.write(`${digest.digest('hex')}\n`);
process.exit(found.length > 0 ? 0 : 1);
