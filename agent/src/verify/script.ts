import { shellWords } from '../language/shell-words.ts';

/** One simple command of a package script: leading assignments, then words. */
export interface ScriptCommand {
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;
const maximumDepth = 8;

/**
 * The commands that `npm run <name>` comes down to, in order: other scripts that it calls are followed, and wrappers
 * (npx, cross-env, c8, nyc, dotenv…) are taken off.
 */
export function scriptCommands(
  scripts: Readonly<Record<string, string>>,
  name: string,
  depth = 0,
): ScriptCommand[] {
  const line = scripts[name];
  if (line === undefined || depth > maximumDepth) return [];
  const commands: ScriptCommand[] = [];
  for (const hook of [`pre${name}`]) commands.push(...scriptCommands(scripts, hook, depth + 1));
  let words: string[] = [];
  const finish = () => {
    if (words.length > 0) commands.push(...expand(scripts, words, depth));
    words = [];
  };
  for (const word of shellWords(line)) {
    if (word.operator) finish();
    else words.push(word.text);
  }
  finish();
  return commands;
}

function expand(
  scripts: Readonly<Record<string, string>>,
  words: readonly string[],
  depth: number,
): ScriptCommand[] {
  const { env, rest } = withoutWrappers(words);
  const [program, ...more] = rest;
  if (program === undefined) return [];
  const called = calledScript(scripts, program, more);
  if (called === undefined) return [{ env, words: rest }];
  const inner = scriptCommands(scripts, called.name, depth + 1);
  return inner.map((command, index) => ({
    env: { ...env, ...command.env },
    words: index === inner.length - 1 ? [...command.words, ...called.extra] : command.words,
  }));
}

function withoutWrappers(words: readonly string[]): { env: Record<string, string>; rest: string[] } {
  const env: Record<string, string> = {};
  let rest = [...words];
  for (;;) {
    const [first = '', ...more] = rest;
    const set = assignment.exec(first);
    if (set?.[1] !== undefined) {
      env[set[1]] = set[2] ?? '';
      rest = more;
    } else if (/^(?:npx|bunx|cross-env|cross-env-shell|c8|nyc|env|dotenv|--)$/.test(first)) {
      rest = more.slice(more.findIndex(word => !word.startsWith('-') || word === '--'));
      if (more.every(word => word.startsWith('-'))) return { env, rest: [] };
    } else if (/^(?:yarn|pnpm)$/.test(first) && more[0] === 'exec') rest = more.slice(1);
    else return { env, rest };
  }
}

function calledScript(
  scripts: Readonly<Record<string, string>>,
  program: string,
  words: readonly string[],
): { name: string; extra: string[] } | undefined {
  if (!/^(?:npm|yarn|pnpm|bun)$/.test(program)) return undefined;
  const plain = words.filter(word => !word.startsWith('-'));
  const name =
    plain[0] === 'run' || plain[0] === 'run-script' ? plain[1] : plain[0] === 't' ? 'test' : plain[0];
  if (name === undefined || scripts[name] === undefined) return undefined;
  const separator = words.indexOf('--');
  return { name, extra: separator < 0 ? [] : words.slice(separator + 1) };
}

/** Splits a runner's words into options (with their values) and what is left: the files or patterns. */
export function splitOptions(
  words: readonly string[],
  takesValue: ReadonlySet<string>,
): { options: string[][]; operands: string[] } {
  const options: string[][] = [];
  const operands: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (!word.startsWith('-') || word === '-') operands.push(word);
    else if (takesValue.has(word)) options.push([word, words[++index] ?? '']);
    else options.push([word]);
  }
  return { options, operands };
}

/** The options without those named, in either of the forms `--name value` and `--name=value`. */
export function withoutOptions(options: readonly string[][], ...names: string[]): string[] {
  return options.filter(([first = '']) => !names.includes(first.split('=')[0] ?? '')).flat();
}
