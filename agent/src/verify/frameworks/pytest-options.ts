import { shellWords } from '../../language/shell-words.ts';
import { inFolder } from '../project.ts';
import { splitOptions, withoutOptions } from '../script.ts';
import type { PlanInput } from './framework.ts';

const takesValue = new Set(
  '-k -m -n -c -p -o -W --rootdir --ignore --timeout --confcutdir --import-mode --cov --cov-report --cov-config --maxfail --durations --dist --numprocesses --junitxml --reruns'.split(
    ' ',
  ),
);
/** What stops early, runs only a part, measures coverage or needs plugins that may not be there. */
const unwanted =
  '-x --exitfirst --maxfail --lf --ff -n --numprocesses --dist --cov --cov-report --cov-config --cov-fail-under --cov-append --cov-branch --no-cov --no-cov-on-fail --junitxml --junit-xml --html -q -v -vv --durations --timeout --reruns --pdb'.split(
    ' ',
  );
const longest = 16 * 1024;
/** In the order in which pytest looks for its configuration: what the section is called, and where its values end. */
const configurations: readonly (readonly [file: string, section: string])[] = [
  ['pytest.ini', '[pytest]'],
  ['.pytest.ini', '[pytest]'],
  ['pyproject.toml', '[tool.pytest.ini_options]'],
  ['tox.ini', '[pytest]'],
  ['setup.cfg', '[tool:pytest]'],
];

/** The words of a command that are kept, options and operands apart. */
export function wantedOptions(words: readonly string[]): { options: string[]; operands: string[] } {
  const { options, operands } = splitOptions(words, takesValue);
  return { options: withoutOptions(options, ...unwanted), operands };
}

/** What the project's configuration adds to every run, told anew without what is not wanted; empty where all of it is. */
export async function configuredOptions({ context, project }: PlanInput): Promise<string[]> {
  for (const [file, section] of configurations) {
    const text = (await context.sources.read(inFolder(project.folder, file)))?.slice(0, longest);
    const at = text?.indexOf(section) ?? -1;
    if (text === undefined || at < 0) continue;
    const added = addedOptions(text.slice(at + section.length));
    const { options, operands } = wantedOptions(added);
    return options.length + operands.length === added.length
      ? []
      : ['-o', `addopts=${[...options, ...operands].map(quoted).join(' ')}`];
  }
  return [];
}

/** The words of `addopts` in a section: one line, lines that are indented below it, a string or a list of strings. */
function addedOptions(section: string): string[] {
  const lines = section.split('\n');
  const end = lines.findIndex((line, index) => index > 0 && line.startsWith('['));
  const body = end < 0 ? lines : lines.slice(0, end);
  const first = body.findIndex(line => /^addopts\s*=/.test(line));
  if (first < 0) return [];
  const [head = '', ...rest] = body.slice(first);
  const more = rest.findIndex(line => !/^\s+\S|^\]/.test(line));
  const value = [head.slice(head.indexOf('=') + 1), ...(more < 0 ? rest : rest.slice(0, more))]
    .join(' ')
    .trim();
  if (value.startsWith('['))
    return [...value.matchAll(/"([^"]*)"|'([^']*)'/g)].map(one => one[1] ?? one[2] ?? '');
  const plain = /^(["'])(?!\1)(.*)\1$/s.exec(value)?.[2] ?? value;
  return shellWords(plain.replace(/^""|""$/g, ''))
    .filter(word => !word.operator)
    .map(word => word.text);
}

function quoted(word: string): string {
  return /^[\w./:=@,+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}
