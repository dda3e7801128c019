import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bypassingIn } from './bypassing.ts';
import { messagesIn } from './messages.ts';

export const root = join(import.meta.dirname, '../..');

/** A part of the product with a translation of its own. */
export interface Area {
  readonly name: string;
  readonly sources: string;
  /** Its words in Simplified Chinese: message → translation. */
  readonly bundle: string;
  /** The words are loaded after the modules are. */
  readonly late: boolean;
  /** Where every word that a person reads is expected to be translated. */
  readonly complete: RegExp;
}

export const areas: readonly Area[] = [
  {
    name: 'the extension',
    sources: 'extension/src/**/*.ts',
    bundle: 'extension/l10n/bundle.l10n.zh-cn.json',
    late: false,
    complete: /./,
  },
  {
    name: 'the agent',
    sources: 'agent/src/**/*.ts',
    bundle: 'agent/src/l10n/zh-cn.json',
    late: true,
    complete: /\/(?:lsp|workflow|publish)\/(?!failing-tests\/|apply\.ts)/,
  },
  {
    name: 'the review page',
    sources: 'webview-ui/src/review/**/*.{ts,tsx}',
    bundle: 'webview-ui/src/l10n/zh-cn.json',
    late: true,
    complete: /\/(?!main\.tsx)[^/]+$/,
  },
];

/** What an area asks for, and what speaks past the translation. */
export function readArea({ sources, late, complete }: Area) {
  const messages = new Set<string>();
  const problems: string[] = [];
  const bypassing: string[] = [];
  const files = globSync(sources, { cwd: root }).filter(path => !/\.test\.|\/scratch-/.test(path));
  for (const path of files.toSorted()) {
    const text = readFileSync(join(root, path), 'utf8');
    const found = messagesIn(path, text, { late });
    for (const message of found.messages) messages.add(message);
    problems.push(...found.problems);
    if (complete.test(path)) bypassing.push(...bypassingIn(path, text));
  }
  return { messages: [...messages], problems, bypassing };
}

export function readWords(path: string): Record<string, string> {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
