import { t } from '@vscode/l10n';
import { familyOf } from '../../language/languages.ts';
import { type CallRule, callRules } from './call-rules.ts';
import { codeIn } from './code-in.ts';
import type { Fence } from './fence.ts';
import { belongsToTests } from './tests.ts';

/** A test may talk to the server that it started itself, and to one that is none. */
const ownServer = /(?<![.\w$])fetch\(`http:\/\/127\.0\.0\.1:\$\{port\}\/|"net\/http(?:\/httptest)?"/g;
/** Erased before anything runs. */
const typeImport = /^import type .*$/gm;
/** A call that was there may be sent elsewhere. */
const address: CallRule = { rule: 'network', pattern: /\b(?:https?|wss?|ftp):\/\/[^\s'"`)]+/g };

const explained: Readonly<Record<CallRule['rule'], (path: string, call: string) => string>> = {
  network: (path, call) => t('{0} newly reaches for the network: "{1}".', path, call),
  process: (path, call) => t('{0} newly starts, ends or steers processes: "{1}".', path, call),
  eval: (path, call) =>
    t('{0} newly runs code made from text, or reaches code by a name made at run time: "{1}".', path, call),
  'deletes-files': (path, call) => t('{0} newly deletes files: "{1}".', path, call),
  environment: (path, call) =>
    t('{0} newly reads all variables of the environment, where secrets may be: "{1}".', path, call),
};

/**
 * A fix may not bring in calls that reach outside. Counted in the whole text, comments and strings included: too many
 * questions to a person are better than one too few. And in the code alone: a comment that names a call must not make room for one.
 */
export const callFence: Fence = changes =>
  changes.flatMap(({ path, before, after }) => {
    const family = familyOf(path);
    if (family === undefined || after === null) return [];
    const isTest = belongsToTests(path);
    const now = (isTest ? after.replace(ownServer, '') : after).replace(typeImport, '');
    const texts = [
      [before ?? '', now] as const,
      [codeIn(before ?? '', family), codeIn(now, family)] as const,
    ];
    return [...callRules[family], ...(isTest ? [] : [address])].flatMap(({ rule, pattern }) => {
      const [added] = texts.flatMap(([old, text]) => moreOften(pattern, old, text));
      if (added === undefined) return [];
      return [{ rule, path, message: explained[rule](path, added), severity: 'approval' as const }];
    });
  });

/** What a pattern finds more often than before. */
function moreOften(pattern: RegExp, before: string, now: string): string[] {
  const old = occurrences(before, pattern);
  return [...occurrences(now, pattern)].flatMap(([text, times]) =>
    times > (old.get(text) ?? 0) ? text : [],
  );
}

function occurrences(text: string, pattern: RegExp): Map<string, number> {
  const found = new Map<string, number>();
  for (const [match] of text.matchAll(pattern)) {
    const key = match.replace(/\s+/g, '');
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}
