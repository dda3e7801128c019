import { familyOf } from '../../language/languages.ts';
import { type CallRule, callRules } from './call-rules.ts';
import type { Fence } from './fence.ts';
import { isTestPath } from './tests.ts';

/** A test may talk to the server that it started itself, and to one that is none. */
const ownServer = /(?<![.\w$])fetch\(`http:\/\/127\.0\.0\.1:\$\{port\}\/|"net\/http(?:\/httptest)?"/g;
/** Erased before anything runs. */
const typeImport = /^import type .*$/gm;

const explained: Readonly<Record<CallRule['rule'], string>> = {
  network: 'reaches for the network',
  process: 'starts, ends or steers processes',
  eval: 'runs code made from text, or reaches code by a name made at run time',
  'deletes-files': 'deletes files',
  environment: 'reads all variables of the environment, where secrets may be',
};

/**
 * A fix may not bring in calls that reach outside. Counted in the whole text, comments and strings included: too many
 * questions to a person are better than one too few.
 */
export const callFence: Fence = changes =>
  changes.flatMap(({ path, before, after }) => {
    const family = familyOf(path);
    if (family === undefined || after === null) return [];
    const now = isTestPath(path) ? after.replace(ownServer, '') : after;
    return callRules[family].flatMap(({ rule, pattern }) => {
      const old = occurrences(before ?? '', pattern);
      const added = [...occurrences(now.replace(typeImport, ''), pattern)].find(
        ([text, times]) => times > (old.get(text) ?? 0),
      );
      if (added === undefined) return [];
      const message = `${path} newly ${explained[rule]}: "${added[0]}".`;
      return [{ rule, path, message, severity: 'approval' as const }];
    });
  });

function occurrences(text: string, pattern: RegExp): Map<string, number> {
  const found = new Map<string, number>();
  for (const [match] of text.matchAll(pattern)) {
    const key = match.replace(/\s+/g, '');
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return found;
}
