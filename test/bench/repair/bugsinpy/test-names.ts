import { shellWords } from '../../../../agent/src/language/shell-words.ts';

/** Options of pytest and unittest whose value is a word of its own. */
const takesValue = new Set('-k -m -n -c -p -o -W --rootdir --ignore --timeout --maxfail -s -t'.split(' '));
const assignment = /^[A-Za-z_]\w*=/;
const python = /^(?:.*\/)?python[\d.]*$/;
const runners = /^(?:.*\/)?(pytest|py\.test|nosetests|unittest|trial|tox)[\d.]*$/;

/**
 * The tests that a `run_test.sh` runs, as `file::Class::test`: of pytest, and of unittest and its kin, whose dotted names
 * are looked up in `files`, those of the tree. Words that it does not understand are left out; empty when that leaves none.
 */
export function testsOf(script: string, files: readonly string[]): string[] {
  const known = new Set(files);
  const names = new Set<string>();
  for (const line of script.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    if (line.trimStart().startsWith('#')) continue;
    for (const words of commandsOf(line)) {
      for (const operand of operandsOf(words)) {
        const name = nameOf(operand, known);
        if (name !== undefined) names.add(name);
      }
    }
  }
  return [...names];
}

function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  for (const { text, operator } of shellWords(line)) {
    if (operator) commands.push([]);
    else commands.at(-1)?.push(text);
  }
  return commands;
}

/** What a test runner is given; nothing of other commands. */
function operandsOf(words: readonly string[]): string[] {
  let rest = words.slice(words.findIndex(word => !assignment.test(word) && word !== 'env'));
  if (python.test(rest[0] ?? '')) {
    const module = rest.indexOf('-m');
    rest = module < 0 ? rest.slice(1) : rest.slice(module + 1);
    if (!runners.test(rest[0] ?? '')) rest = rest.filter(word => word.endsWith('.py') || word.includes('::'));
    else rest = rest.slice(1);
  } else if (runners.test(rest[0] ?? '')) {
    const separator = rest.indexOf('--');
    rest = rest.slice(rest[0] === 'tox' && separator > 0 ? separator + 1 : 1);
  } else return [];
  const operands: string[] = [];
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? '';
    if (takesValue.has(word)) at += 1;
    else if (!word.startsWith('-')) operands.push(word);
  }
  return operands;
}

/** `file::Class::test` for any of the ways that a test is named in; undefined where no file is meant. */
function nameOf(operand: string, files: ReadonlySet<string>): string | undefined {
  const plain = operand.replace(/^\.\//, '');
  const [file = '', ...parts] = plain.split('::');
  if (isIn(file, files)) return plain;
  // As nose has it: `file.py:Class.test`.
  const [nosed = '', inner] = plain.split(':');
  if (inner !== undefined && files.has(nosed)) return [nosed, ...inner.split('.')].join('::');
  if (parts.length > 0) return undefined;
  const words = plain.split('.');
  for (let length = words.length; length > 0; length--) {
    const module = `${words.slice(0, length).join('/')}.py`;
    if (files.has(module)) return [module, ...words.slice(length)].join('::');
  }
  return undefined;
}

function isIn(place: string, files: ReadonlySet<string>): boolean {
  const folder = `${place.replace(/\/$/, '')}/`;
  return files.has(place) || (place !== '' && [...files].some(file => file.startsWith(folder)));
}
