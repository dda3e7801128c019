/** Makes new inputs of those that were noted. */
export const javascriptInputs = `'use strict';
const { bytes, read } = require('./behaviour-calls.cjs');

let state = 7;
function chance(below) {
  state = (state * 1103515245 + 12345) % 2147483648;
  return Math.floor((state / 2147483648) * below);
}

/** Values of the same kind that are a little different. */
function mutations(value, literals, depth) {
  const inside = part => {
    const some = depth > 0 ? mutations(part, literals, depth - 1) : [];
    while (some.length > 3) some.splice(chance(some.length), 1);
    return some;
  };
  if (typeof value === 'boolean') return [!value];
  if (typeof value === 'number') return [value + 1, value - 1, 0, ...[].concat(...literals.numbers.map(near => [near, near + 1, near - 1]))];
  if (typeof value === 'bigint') return [value + BigInt(1), value - BigInt(1)];
  if (typeof value === 'string') {
    const { texts } = literals;
    return ['', value.slice(0, -1), value.slice(1), value + value.slice(0, 200), value.slice(0, 200) + ' ' + value, ...texts, ...texts.map(text => value.slice(0, 200) + text)];
  }
  if (Array.isArray(value)) {
    const found = [[], value.slice(0, -1), value.slice(1), value.concat(value.slice(0, 50)), value.slice().reverse()];
    const ends = value.length > 0 ? new Set([0, value.length - 1]) : [];
    for (const at of ends) for (const other of inside(value[at])) found.push(Object.assign(value.slice(), { [at]: other }));
    return found;
  }
  if (value instanceof Map || value instanceof Set) {
    const all = [...value];
    return [[], all.slice(1), all.slice(0, -1)].map(some => new value.constructor(some));
  }
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return [];
  const found = [];
  for (const key of Object.keys(value).slice(0, 6)) {
    const less = Object.assign({}, value);
    delete less[key];
    found.push(less);
    for (const other of inside(value[key])) found.push(Object.assign({}, value, { [key]: other }));
  }
  return found;
}

/** New inputs, as many of each noted one: mutated in one place, or with what another had there. */
exports.made = (inputs, literals, most) => {
  const loaded = inputs.map(input => ({ input, call: read(input.given) }));
  const rows = loaded.map(({ input, call: [self, args] }) => {
    const row = mutations(self, literals, 3).map(other => [other, args]);
    args.forEach((value, at) => {
      const others = loaded.filter(other => other.input.target === input.target && at < other.call[1].length);
      const borrowed = Array.from({ length: Math.min(3, others.length) }, () => others[chance(others.length)].call[1][at]);
      for (const other of [...mutations(value, literals, 3), ...borrowed]) row.push([self, Object.assign(args.slice(), { [at]: other })]);
    });
    for (let at = row.length - 1; at > 0; at--) {
      const other = chance(at + 1);
      [row[at], row[other]] = [row[other], row[at]];
    }
    return row;
  });
  const known = new Set(inputs.map(({ target, given }) => target + ' ' + given));
  const found = [];
  const longest = Math.max(0, ...rows.map(row => row.length));
  for (let at = 0; at < longest; at++) {
    rows.forEach((row, of) => {
      if (at >= row.length || found.length >= most) return;
      const given = bytes(row[at]);
      const { target, passing } = inputs[of];
      if (given === 'uncopied' || known.has(target + ' ' + given)) return;
      known.add(target + ' ' + given);
      found.push({ target, passing, made: true, given });
    });
  }
  return found;
};
`;
