/** What both sides of a noted call need: writing its arguments down, reading them again, and saying what came of it. */
export const javascriptCalls = `'use strict';
const v8 = require('v8');
const vm = require('vm');

const mostBytes = 50000;
const copyable = new Set(['Object', 'Array', 'Map', 'Set', 'Date', 'RegExp', 'Error', 'TypeError', 'RangeError', 'Uint8Array', 'Buffer']);

/** Whether a copy would be the same: an object of a class would come back without its methods. */
function isPlain(value, left) {
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (value === null || typeof value !== 'object') return true;
  if (left.count-- < 0) return false;
  const parent = Object.getPrototypeOf(value);
  if (parent !== null && !copyable.has(parent.constructor && parent.constructor.name)) return false;
  if (parent !== null && parent.constructor.name === 'Object' && Object.getPrototypeOf(parent) !== null) return false;
  if (left.seen.has(value)) return true;
  left.seen.add(value);
  const inside = value instanceof Map ? [...value.keys(), ...value.values()] : value instanceof Set ? [...value] : [];
  return [...inside, ...Object.values(value)].every(each => isPlain(each, left));
}

function bytes(value) {
  if (!isPlain(value, { count: 3000, seen: new Set() })) return 'uncopied';
  const copied = v8.serialize(value).toString('base64');
  return copied.length > mostBytes ? 'uncopied' : copied;
}

/** One call as a line: the fields of what it is a method of, and the arguments. */
exports.plain = (self, args) => {
  const own = self !== null && typeof self === 'object' && self !== global ? Object.assign({}, self) : undefined;
  const whole = bytes([own, args]);
  return whole !== 'uncopied' || own === undefined ? whole : bytes([undefined, args]);
};

exports.read = line => v8.deserialize(Buffer.from(line, 'base64'));
exports.bytes = bytes;

exports.canonical = value => {
  let left = 5000;
  const path = new Map();
  const say = value => {
    if (left-- < 0) throw new Error('too long');
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(Number(value.toPrecision(10)));
    if (typeof value === 'function') return 'function ' + value.name;
    if (value === null || typeof value !== 'object') return String(value);
    if (path.has(value)) return '<' + path.get(value) + '>';
    path.set(value, path.size);
    const name = (value.constructor && value.constructor.name) || 'Object';
    let body;
    if (Array.isArray(value)) body = Array.from(value, say).join(', ');
    else if (name === 'Map') body = [...value].map(([key, each]) => say(key) + ': ' + say(each)).sort().join(', ');
    else if (name === 'Set') body = [...value].map(say).sort().join(', ');
    else if (name === 'Date') body = String(value.getTime());
    else if (name === 'RegExp') body = String(value);
    else if (value instanceof Error) body = String(value.message);
    else body = Object.keys(value).sort().map(key => key + ': ' + say(value[key])).join(', ');
    path.delete(value);
    return name + '(' + body + ')';
  };
  return say(value);
};

/** Ends synchronous work in time, whatever it does. */
exports.within = (milliseconds, work) => {
  global.__errata_work = work;
  return vm.runInThisContext('__errata_work()', { timeout: milliseconds });
};
`;
