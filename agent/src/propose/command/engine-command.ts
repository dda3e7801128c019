import { basename } from 'node:path';
import type { EngineSettings } from '@errata/protocol/model';
import { shellWords } from '../../language/shell-words.ts';
import { claudeCode } from './claude-code.ts';
import { codex } from './codex.ts';
import type { FinalWords, InnerApi, KnownProgram } from './known-program.ts';

/** A program that writes fixes, as it is run inside the sandbox. */
export interface EngineCommand {
  /** As people call it. */
  readonly name: string;
  /** Never through a shell. */
  words(api: InnerApi | undefined): readonly string[];
  /** Else the prompt comes over standard input. */
  readonly promptIsArgument: boolean;
  env(api: InnerApi | undefined): Readonly<Record<string, string>>;
  /** Reads what it said in the end out of what it printed. */
  said(stdout: string): FinalWords;
}

const programs: Readonly<Record<string, KnownProgram>> = { claude: claudeCode, codex };
/** The prompt is an argument of its own, or an option's value: inside of other text, a shell could read it. */
const promptWord = /^(?:--?[\w-]+=)?\{prompt\}$/;

/** Reads `claude`, `codex`, either with further options, or a line with `{prompt}`; undefined for any other. */
export function engineCommand(line: string): EngineCommand | undefined {
  const parts = shellWords(line);
  const [program = '', ...options] = parts.map(({ text }) => text);
  if (program === '' || parts.some(({ operator }) => operator)) return undefined;
  // Wherever it lies outside, inside it is found by its name.
  const name = basename(program);
  const known = programs[name];
  const holders = options.filter(word => word.includes('{prompt}'));
  if (holders.length === 0)
    return (
      known && {
        ...{ name: known.name, promptIsArgument: false, said: known.said },
        words: api => [name, ...options, ...known.options(api)],
        env: api => (api === undefined ? {} : known.env(api)),
      }
    );
  if (!holders.every(word => promptWord.test(word))) return undefined;
  return {
    ...{ name, promptIsArgument: true, words: () => [name, ...options], said: text => ({ text }) },
    env: api => (api === undefined ? {} : usualVariables(api)),
  };
}

/** The programs of the host that the sandbox has to show. */
export function programsOf({ command }: Pick<EngineSettings, 'command'>): string[] {
  const [program] = shellWords(command ?? '');
  return program === undefined ? [] : [program.text];
}

/** Whose models a program speaks to, where that is known of it. */
export function providerOf({ command }: Pick<EngineSettings, 'command'>): InnerApi['provider'] | undefined {
  return programs[basename(programsOf({ command })[0] ?? '')]?.provider;
}

/** As most programs read them. */
function usualVariables({ provider, address, token }: InnerApi): Record<string, string> {
  if (provider === 'anthropic') return { ANTHROPIC_BASE_URL: address, ANTHROPIC_API_KEY: token };
  const base = `${address}/v1`;
  return { OPENAI_BASE_URL: base, OPENAI_API_BASE: base, OPENAI_API_KEY: token };
}
