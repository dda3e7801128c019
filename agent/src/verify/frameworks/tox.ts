import { shellWords } from '../../language/shell-words.ts';
import { inFolder } from '../project.ts';
import type { PlanInput } from './framework.ts';

export interface ToxCommand {
  readonly runner: 'pytest' | 'unittest';
  /** What the command gives the runner, without what only tox knows. */
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const longest = 64 * 1024;

/** The command by which tox runs the tests of a project, or nothing when it has none that is understood. */
export async function toxCommand({ context, project }: PlanInput): Promise<ToxCommand | undefined> {
  const text = await context.sources.read(inFolder(project.folder, 'tox.ini'));
  return text === undefined ? undefined : parseTox(text);
}

export function parseTox(text: string): ToxCommand | undefined {
  const section = sectionOf(text.slice(0, longest), 'testenv');
  const env = Object.fromEntries(
    (section.get('setenv') ?? section.get('set_env') ?? []).flatMap(line => {
      const [, name, value = ''] = /^(\w{1,100})\s*=\s*(.*)$/.exec(line) ?? [];
      return name === undefined || value.includes('{') ? [] : [[name, value]];
    }),
  );
  for (const line of section.get('commands') ?? []) {
    const words = shellWords(substituted(line))
      .filter(word => !word.operator && !word.text.includes('{'))
      .map(word => word.text);
    const at = words.findIndex(word => /^(?:py\.?test|unittest)$/.test(word));
    if (at < 0) continue;
    const runner = words[at] === 'unittest' ? 'unittest' : 'pytest';
    return { runner, words: words.slice(at + 1), env };
  }
  return undefined;
}

/** `{posargs:tests}` is what is tested when nothing is asked for. */
function substituted(line: string): string {
  return line.replace(/\{posargs:?([^{}]{0,400})\}/g, '$1').replace(/\{(?:toxinidir|tox_root)\}\//g, '');
}

/** The values of one section: name → lines, those below a name being indented. */
function sectionOf(text: string, wanted: string): Map<string, string[]> {
  const values = new Map<string, string[]>();
  let inside = false;
  let lines: string[] | undefined;
  for (const line of text.replace(/\\\r?\n/g, ' ').split(/\r?\n/)) {
    if (/^\s*[#;]/.test(line)) continue;
    if (line.startsWith('[')) inside = line.startsWith(`[${wanted}]`);
    else if (inside && /^\s/.test(line)) {
      if (line.trim() !== '') lines?.push(line.trim());
    } else if (inside) {
      const [, name, value = ''] = /^([\w.-]{1,100})\s*[=:](.*)$/.exec(line) ?? [];
      if (name === undefined) continue;
      lines = value.trim() === '' ? [] : [value.trim()];
      values.set(name, lines);
    }
  }
  return values;
}
