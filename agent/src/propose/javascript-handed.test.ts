import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Case } from '../diagnose/scratch-case.ts';
import { assertFirst, changedLines, repair } from './scratch-repair.ts';

const readNull = (property: string) => `Cannot read property '${property}' of null`;

const tokens = `export function startOf(token) {
  return token.range[0];
}

export function isClosing(token) {
  return token.value === '}';
}
`;

describe('repairs of JavaScript where a recursion comes back to where it was', () => {
  it('go into each element once, whatever the stack ran out in', () =>
    assertFirst(
      {
        files: {
          'segments.js': `function isOpen(segment) {
  return segment.open;
}

export function collect(found, segments) {
  for (const segment of segments) {
    if (!segment.reached) {
      collect(
        found,
        segment.previous.filter(isOpen)
      );
      continue;
    }
    found.push(segment);
  }
  return found;
}
`,
        },
        type: 'RangeError',
        value: 'Maximum call stack size exceeded',
        frames: [
          ['segments.js', '      collect('],
          ['segments.js', '      collect('],
          ['segments.js', 'segment.previous.filter'],
          ['segments.js', 'return segment.open'],
        ],
      },
      'segments.js',
      'export function collect(found, segments, visited = new Set()) {',
      'for (const segment of segments) {',
      'if (!segment.reached) {',
      'if (!visited.has(segment)) {',
      'visited.add(segment);',
      'collect(',
      'found,',
      'segment.previous.filter(isOpen), visited',
      ');',
      '}',
    ));
});

describe('repairs of JavaScript for an old Node', () => {
  const program = (engines: string): Case => ({
    files: {
      'package.json': `{ "engines": { "node": "${engines}" } }`,
      'a.js': 'export function size(given) {\n  return given.items.length;\n}\n',
    },
    type: 'TypeError',
    value: "Cannot read property 'items' of undefined",
    frames: [['a.js', 'given.items']],
  });
  const written = async (engines: string) =>
    (await repair(program(engines))).candidates.map(candidate => changedLines(candidate).join(' '));

  it('are written without operators that it does not know', async () => {
    for (const engines of ['>=4', '>=0.10 <=0.12 || >=1', '^12 || >=14']) {
      const lines = await written(engines);
      assert.ok(lines.includes('return (given || {}).items.length;'), lines.join('\n'));
      assert.ok(!lines.some(line => /\?\?|\?\./.test(line)), lines.join('\n'));
    }
  });

  it('take the newest operators where it does', async () => {
    const lines = await written('>=18 <24');
    assert.ok(lines.includes('return given?.items.length;'), lines.join('\n'));
  });
});

describe('repairs of JavaScript where a missing value is handed down', () => {
  it('asks before the call in the condition, and for what may be missing beside it', () =>
    assertFirst(
      {
        files: {
          'tokens.js': `export function between(left, right) {
  return right.range[0] - left.range[1];
}
`,
          'style.js': `import { between } from './tokens.js';

function apart(left, right) {
  return between(left, right) > 1;
}

export function check(node, source) {
  const previous = source.before(node);
  const next = source.after(node);
  if (apart(previous, next)) {
    return null;
  }
  return previous ? previous.range[1] : node.range[0];
}
`,
        },
        type: 'TypeError',
        value: readNull('range'),
        frames: [
          ['style.js', 'if (apart('],
          ['style.js', 'return between('],
          ['tokens.js', 'return right.range'],
        ],
      },
      'style.js',
      'if (previous && next && apart(previous, next)) {',
    ));

  it('asks before the call in a conditional expression', () =>
    assertFirst(
      {
        files: {
          'tokens.js': tokens,
          'blocks.js': `import { isClosing } from './tokens.js';

export function blockOf(node, source) {
  const last = source.last(node);
  const block = isClosing(last) ? source.at(last.range[0]) : null;
  return Boolean(block);
}
`,
        },
        type: 'TypeError',
        value: readNull('value'),
        frames: [
          ['blocks.js', 'isClosing(last)'],
          ['tokens.js', 'return token.value'],
        ],
      },
      'blocks.js',
      'const block = last && isClosing(last) ? source.at(last.range[0]) : null;',
    ));

  it('asks in the answer that is the call', () =>
    assertFirst(
      {
        files: {
          'parens.js': `function assigns(node) {
  if (node.type === 'Assignment') {
    return true;
  }
  return node.parts.some(assigns);
}

export function returnsAssignment(node) {
  if (node.type === 'Return') {
    return assigns(node.argument);
  }
  return assigns(node);
}
`,
        },
        type: 'TypeError',
        value: readNull('type'),
        frames: [
          ['parens.js', 'assigns(node.argument)'],
          ['parens.js', "if (node.type === 'Assignment')"],
        ],
      },
      'parens.js',
      'return node.argument && assigns(node.argument);',
    ));

  it('looks at what the program looks at elsewhere before it reads the property', () =>
    assertFirst(
      {
        files: {
          'names.js': `export function isUpper(name) {
  return name.charAt(0) === name.charAt(0).toUpperCase();
}
`,
          'rule.js': `import { isUpper } from './names.js';

export function named(node) {
  return node.key.type === 'Identifier' && node.key.name === 'constructor';
}

export function check(node, ignores) {
  if (ignores && isUpper(node.key.name)) {
    return 'ignored';
  }
  return named(node);
}
`,
        },
        type: 'TypeError',
        value: "Cannot read property 'charAt' of undefined",
        frames: [
          ['rule.js', 'isUpper(node.key.name)'],
          ['names.js', 'return name.charAt'],
        ],
      },
      'rule.js',
      "if (ignores && node.key.type === 'Identifier' && isUpper(node.key.name)) {",
    ));

  it('asks where it fails, if nothing else gets the value', () =>
    assertFirst(
      {
        files: {
          'loops.js': `export function isLooped(node) {
  const around = node.parent;
  if (around.type === 'Loop' || around.label !== null) {
    return true;
  }
  return false;
}
`,
        },
        type: 'TypeError',
        value: readNull('type'),
        frames: [['loops.js', "if (around.type === 'Loop'"]],
      },
      'loops.js',
      "if (around && (around.type === 'Loop' || around.label !== null)) {",
    ));

  it('leaves the callback where the element is not there', () =>
    assertFirst(
      {
        files: {
          'tokens.js': tokens,
          'indent.js': `import { startOf } from './tokens.js';

export function offsets(elements, found) {
  elements.forEach(element => {
    found.add(startOf(element));
  });
}
`,
        },
        type: 'TypeError',
        value: readNull('range'),
        frames: [
          ['indent.js', 'found.add'],
          ['tokens.js', 'return token.range'],
        ],
      },
      'indent.js',
      'if (!element) return;',
    ));

  it('leaves the function where a callback of a call gets what is given beside it', () =>
    assertFirst(
      {
        files: {
          'params.js': `import sorted from 'sorted';

export function indent(node, source, offsets) {
  const opening = node.params.length ? source.before(node.params[0]) : source.before(node.body);
  const at = sorted.indexBy(source.tokens, opening, token => token.range[0]);
  offsets.set(at, 1);
}
`,
        },
        type: 'TypeError',
        value: readNull('range'),
        frames: [
          ['params.js', 'sorted.indexBy'],
          ['params.js', 'token => token.range'],
        ],
      },
      'params.js',
      'if (!opening) return;',
    ));
});
