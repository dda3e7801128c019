import { describe, it } from 'mocha';
import { assertFirst } from './scratch-repair.ts';

const undefinedRead = (property: string) => `Cannot read properties of undefined (reading '${property}')`;

describe('repairs of JavaScript, producer first: shapes, bounds and names', () => {
  it('makes a single query value a list where it is read', () =>
    assertFirst(
      {
        files: {
          'src/filter.js':
            'export const byColour = (items, colours) => items.filter(item => colours.some(colour => item.colour === colour));\n',
          'src/app.js': `import { byColour } from './filter.js';

export function handler(req, res) {
  const { colour } = req.query;
  res.json(byColour(req.app.items, colour));
}
`,
        },
        type: 'TypeError',
        value: 'colours.some is not a function',
        frames: [
          ['src/app.js', 'byColour(req.app.items'],
          ['src/filter.js', 'colours.some'],
        ],
      },
      'src/app.js',
      'res.json(byColour(req.app.items, [colour ?? []].flat()));',
    ));

  it('reads a number where text comes in', () =>
    assertFirst(
      {
        files: {
          'price.js': `export function label(price) {
  return price.toFixed(2) + ' EUR';
}

export function handler(req) {
  return label(req.body.price);
}
`,
        },
        type: 'TypeError',
        value: 'price.toFixed is not a function',
        frames: [
          ['price.js', 'label(req.body.price)'],
          ['price.js', 'price.toFixed', { price: '12.5' }],
        ],
      },
      'price.js',
      'return label(Number(req.body.price));',
    ));

  it('stops a loop before the end, in the style of the file', () =>
    assertFirst(
      {
        files: {
          'sum.js':
            'function sum(rows) {\r\n\tvar total = 0\r\n\tfor (var i = 0; i <= rows.length; i++) {\r\n\t\ttotal += rows[i].amount\r\n\t}\r\n\treturn total\r\n}\r\n',
        },
        type: 'TypeError',
        value: undefinedRead('amount'),
        frames: [['sum.js', 'rows[i].amount']],
      },
      'sum.js',
      'for (var i = 0; i < rows.length; i++) {',
    ));

  it('leaves room for a look ahead', () =>
    assertFirst(
      {
        files: {
          'gaps.ts': `export function gaps(stops: { at: number }[]): number[] {
  const found: number[] = [];
  for (let i = 0; i < stops.length; i++) {
    found.push(stops[i + 1].at - stops[i].at);
  }
  return found;
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('at'),
        frames: [['gaps.ts', 'stops[i + 1].at']],
      },
      'gaps.ts',
      'for (let i = 0; i < stops.length - 1; i++) {',
    ));

  it('takes the last element', () =>
    assertFirst(
      {
        files: {
          'last.ts': `export const latest = (log: { message: string }[]) => log[log.length].message;
`,
        },
        type: 'TypeError',
        value: undefinedRead('message'),
        frames: [['last.ts', 'log[log.length].message']],
      },
      'last.ts',
      'export const latest = (log: { message: string }[]) => log[log.length - 1].message;',
    ));

  it('starts a loop downwards at the last element', () =>
    assertFirst(
      {
        files: {
          'back.js': `export function lastOpen(tasks) {
  for (let i = tasks.length; i >= 0; i--) {
    if (!tasks[i].done) return tasks[i];
  }
  return null;
}
`,
        },
        type: 'TypeError',
        value: undefinedRead('done'),
        frames: [['back.js', 'tasks[i].done']],
      },
      'back.js',
      'for (let i = tasks.length - 1; i >= 0; i--) {',
    ));

  it('starts a reduction', () =>
    assertFirst(
      {
        files: { 'total.js': 'export const total = prices => prices.reduce((sum, price) => sum + price);\n' },
        type: 'TypeError',
        value: 'Reduce of empty array with no initial value',
        frames: [['total.js', 'prices.reduce']],
      },
      'total.js',
      'export const total = prices => prices.reduce((sum, price) => sum + price, 0);',
    ));

  it('corrects a misspelt name', () =>
    assertFirst(
      {
        files: { 'a.js': 'export function area(width, height) {\n  return width * heigth;\n}\n' },
        type: 'ReferenceError',
        value: 'heigth is not defined',
        frames: [['a.js', 'heigth']],
      },
      'a.js',
      'return width * height;',
    ));

  it('imports a name that another file exports', () =>
    assertFirst(
      {
        files: {
          'src/util/clamp.ts': 'export function clamp(x: number): number {\n  return Math.max(0, x);\n}\n',
          'src/ui/bar.ts':
            "import { paint } from './paint.ts';\n\nexport const bar = (x: number) => paint(clamp(x));\n",
          'src/ui/paint.ts': 'export const paint = (x: number) => x;\n',
        },
        type: 'ReferenceError',
        value: 'clamp is not defined',
        frames: [['src/ui/bar.ts', 'paint(clamp(x))']],
      },
      'src/ui/bar.ts',
      "import { clamp } from '../util/clamp.ts';",
    ));

  it('calls the method that the class has', () =>
    assertFirst(
      {
        files: {
          'timer.js': `class Timer {
  start() {
    this.at = Date.now();
  }
  restart() {
    this.strat();
  }
}
`,
        },
        type: 'TypeError',
        value: 'this.strat is not a function',
        frames: [['timer.js', 'this.strat()']],
      },
      'timer.js',
      'this.start();',
    ));
});
