import { type CharacterSet, named, parseClass, parseEscape } from './character-set.ts';

/** One instruction of a machine that looks at a text once; `next` and `other` are places in the program. */
export type Instruction =
  | { readonly kind: 'character'; readonly set: CharacterSet; next: number }
  | { readonly kind: 'either'; next: number; other: number }
  | { readonly kind: 'start' | 'end' | 'boundary' | 'no-boundary'; next: number }
  | { readonly kind: 'match' };

/** A regular expression as a program. Its size, and with it the time that a look takes, is bounded. */
export interface Expression {
  readonly program: readonly Instruction[];
  readonly ignoreCase: boolean;
}

const longestSource = 1000;
const mostInstructions = 4000;
const deepest = 50;
const mostRepeats = 1000;

type Node =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly least: number; readonly most: number };

/** Reads an expression in the syntax of Go (RE2); nothing for what is broken, not known here, or too big. */
export function readExpression(source: string): Expression | undefined {
  if (source.length > longestSource) return undefined;
  try {
    const reader = new Reader(source);
    const program: Instruction[] = [];
    emit(reader.whole(), program);
    program.push({ kind: 'match' });
    return { program, ignoreCase: reader.ignoreCase };
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class Unreadable extends Error {}

class Reader {
  readonly #source: string;
  #at = 0;
  #depth = 0;
  ignoreCase = false;

  constructor(source: string) {
    this.#source = source;
  }

  whole(): Node {
    const node = this.#any();
    if (this.#at < this.#source.length) throw new Unreadable();
    return node;
  }

  #any(): Node {
    if (++this.#depth > deepest) throw new Unreadable();
    const of = [this.#all()];
    while (this.#take('|')) of.push(this.#all());
    this.#depth--;
    return { kind: 'any', of };
  }

  #all(): Node {
    const of: Node[] = [];
    while (this.#at < this.#source.length && !/[|)]/.test(this.#source[this.#at] ?? '')) {
      of.push(this.#repeated(this.#single()));
    }
    return { kind: 'all', of };
  }

  #repeated(node: Node): Node {
    const [least, most] = this.#count() ?? [1, 1];
    if (least === 1 && most === 1) return node;
    // Whether it takes few or many makes no difference to whether there is a match.
    this.#take('?');
    if (this.#count() !== undefined) throw new Unreadable();
    return { kind: 'repeat', of: node, least, most };
  }

  #count(): [least: number, most: number] | undefined {
    if (this.#take('*')) return [0, Number.POSITIVE_INFINITY];
    if (this.#take('+')) return [1, Number.POSITIVE_INFINITY];
    if (this.#take('?')) return [0, 1];
    const found = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#source.slice(this.#at, this.#at + 12));
    if (found === null) return undefined;
    this.#at += found[0].length;
    const least = Number(found[1]);
    const upper = found[3] === '' ? Number.POSITIVE_INFINITY : Number(found[3]);
    const most = found[2] === undefined ? least : upper;
    if (least > mostRepeats || most < least || (Number.isFinite(most) && most > mostRepeats))
      throw new Unreadable();
    return [least, most];
  }

  #single(): Node {
    if (this.#take('(')) return this.#group();
    if (this.#take('^')) return { kind: 'start' };
    if (this.#take('$')) return { kind: 'end' };
    if (this.#take('.')) return { kind: 'character', set: named.any };
    if (this.#source[this.#at] === '[') return this.#set(parseClass(this.#source, this.#at));
    if (this.#take('\\')) {
      if (this.#take('A')) return { kind: 'start' };
      if (this.#take('z')) return { kind: 'end' };
      if (this.#take('b')) return { kind: 'boundary' };
      if (this.#take('B')) return { kind: 'no-boundary' };
      return this.#set(parseEscape(this.#source, this.#at));
    }
    if (/[*+?]/.test(this.#source[this.#at] ?? '*')) throw new Unreadable();
    const code = this.#source.codePointAt(this.#at) ?? 0;
    return this.#set({
      set: { ranges: [[code, code]], not: false },
      end: this.#at + (code > 0xffff ? 2 : 1),
    });
  }

  #group(): Node {
    const opened = /^\?(?:P?<\w+>|([is]*):|([is]+)\))/.exec(this.#source.slice(this.#at, this.#at + 100));
    if (this.#source[this.#at] === '?' && opened === null) throw new Unreadable();
    this.#at += opened?.[0].length ?? 0;
    if (`${opened?.[1] ?? ''}${opened?.[2] ?? ''}`.includes('i')) this.ignoreCase = true;
    if (opened?.[2] !== undefined) return { kind: 'all', of: [] };
    const node = this.#any();
    if (!this.#take(')')) throw new Unreadable();
    return node;
  }

  #set(found: { set: CharacterSet; end: number } | undefined): Node {
    if (found === undefined) throw new Unreadable();
    this.#at = found.end;
    return { kind: 'character', set: found.set };
  }

  #take(text: string): boolean {
    const there = this.#source.startsWith(text, this.#at);
    if (there) this.#at += text.length;
    return there;
  }
}

/** Adds what a node does to a program; it goes on with the instruction behind it. */
function emit(node: Node, program: Instruction[]): void {
  if (program.length > mostInstructions) throw new Unreadable();
  const next = () => program.length + 1;
  switch (node.kind) {
    case 'all':
      for (const each of node.of) emit(each, program);
      return;
    case 'any': {
      const [first, ...others] = node.of;
      if (first === undefined) return;
      if (others.length === 0) {
        emit(first, program);
        return;
      }
      const fork = push(program, { kind: 'either', next: next(), other: 0 });
      emit(first, program);
      const jump = push(program, { kind: 'either', next: 0, other: 0 });
      fork.other = program.length;
      emit({ kind: 'any', of: others }, program);
      jump.next = jump.other = program.length;
      return;
    }
    case 'repeat': {
      for (let count = 0; count < node.least; count++) emit(node.of, program);
      if (!Number.isFinite(node.most)) {
        const start = program.length;
        const fork = push(program, { kind: 'either', next: next(), other: 0 });
        emit(node.of, program);
        program.push({ kind: 'either', next: start, other: start });
        fork.other = program.length;
        return;
      }
      const forks: { other: number }[] = [];
      for (let count = node.least; count < node.most; count++) {
        forks.push(push(program, { kind: 'either', next: next(), other: 0 }));
        emit(node.of, program);
      }
      for (const fork of forks) fork.other = program.length;
      return;
    }
    case 'character':
      program.push({ kind: 'character', set: node.set, next: next() });
      return;
    default:
      program.push({ kind: node.kind, next: next() });
  }
}

function push<T extends Instruction>(program: Instruction[], instruction: T): T {
  program.push(instruction);
  return instruction;
}
