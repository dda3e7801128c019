/** Numbers that look random and are the same for the same seed. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 0 up to, not with, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new RangeError('There is nothing to pick from.');
    return picked;
  }
}

const verbs = ['load', 'count', 'merge', 'price', 'check', 'render', 'ship', 'parse', 'store', 'notify'];
const nouns = ['order', 'basket', 'invoice', 'customer', 'parcel', 'report', 'token', 'ledger', 'route'];
const fields = ['total', 'weight', 'rows', 'status', 'entries', 'limit', 'region', 'owner', 'price', 'stock'];

/** One source file of the program: functions, each a list of lines. */
export interface ProgramFile {
  path: string;
  readonly functions: { readonly name: string; lines: string[] }[];
}

/** A program of many small functions, which is edited as people edit. */
export class LargeProgram {
  readonly files: ProgramFile[] = [];
  readonly #chance: Chance;
  #names = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  addFile(): ProgramFile {
    const chance = this.#chance;
    const [verb, noun] = [chance.pick(verbs), chance.pick(nouns)];
    const number = this.files.length;
    const file: ProgramFile = {
      path: `packages/${chance.pick(nouns)}-${number % 40}/src/${verb}/${verb}-${noun}-${number}.js`,
      functions: [],
    };
    for (let left = 4 + chance.below(8); left > 0; left--) this.addFunction(file);
    this.files.push(file);
    return file;
  }

  addFunction(file: ProgramFile): void {
    const chance = this.#chance;
    const name = `${chance.pick(verbs)}${capital(chance.pick(nouns))}${this.#names++}`;
    const lines = Array.from({ length: 4 + chance.below(14) }, () => this.#statement());
    file.functions.splice(chance.below(file.functions.length + 1), 0, { name, lines });
  }

  /** One small change of one file. Functions that are named in `kept` stay. */
  edit(file: ProgramFile, kept: ReadonlySet<string>): void {
    const chance = this.#chance;
    const kind = chance.next();
    const target = chance.pick(file.functions);
    if (kind < 0.12 && file.functions.length < 40) this.addFunction(file);
    else if (kind < 0.18 && file.functions.length > 5 && !kept.has(target.name)) {
      file.functions.splice(file.functions.indexOf(target), 1);
    } else {
      const at = chance.below(target.lines.length);
      const grows = kind < 0.5 && target.lines.length < 30;
      const shrinks = kind > 0.85 && target.lines.length > 4;
      target.lines.splice(at, grows ? 0 : 1, ...(shrinks ? [] : [this.#statement()]));
    }
  }

  move(file: ProgramFile): void {
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    file.path = `packages/${this.#chance.pick(nouns)}-${this.#chance.below(40)}/src/moved/${name}`;
  }

  #statement(): string {
    const chance = this.#chance;
    const [noun, field] = [chance.pick(nouns), chance.pick(fields)];
    const number = chance.below(1000);
    return chance.pick([
      `const ${noun}${number} = input.${field} * ${number};`,
      `if (input.${field} > ${number}) input.${chance.pick(fields)} = ${number};`,
      `input.${field} = [...input.entries, ${number}].length;`,
      `// ${capital(noun)}s of region ${number} keep their ${field}.`,
      `log('${noun}', input.${field}, ${number});`,
    ]);
  }
}

/** The text of a file, or its first line of a function's body. */
export function textOf(file: ProgramFile): string {
  const bodies = file.functions.map(
    ({ name, lines }) => `export function ${name}(input) {\n${lines.map(line => `  ${line}\n`).join('')}}\n`,
  );
  return `import { log } from '../log.js';\n\n${bodies.join('\n')}`;
}

/** The line, from 1, on which a line of a function's body stands. */
export function lineOf(file: ProgramFile, name: string, text: string): number {
  let line = 3;
  for (const each of file.functions) {
    const at = each.lines.indexOf(text);
    if (each.name === name && at >= 0) return line + 1 + at;
    line += each.lines.length + 3;
  }
  throw new RangeError(`${name} has no such line.`);
}

function capital(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
