import { t } from '@vscode/l10n';
import { diffLines } from 'diff';
import { isTestPath } from '../../diagnose/sources.ts';
import type { Fence, Violation } from './fence.ts';

const testPath =
  /(?:^|\/)(?:tests?|spec|__tests__|__snapshots__)\/|[._-](?:test|spec)s?\.[^/.]+$|(?:^|\/)test_[^/]*\.py$|(?:^|\/)(?:conftest|tests)\.py$|\.snap$/i;
const skipping =
  /\b(?:describe|it|test|suite|context)\.(?:skip|only|todo|failing)\b|\b(?:xit|xdescribe|xtest|fit|fdescribe)\s*\(|\bthis\.skip\(|\bskip\s*:\s*(?!false)|@?(?:unittest|pytest)\.(?:mark\.)?(?:skip|xfail|expectedFailure)|\bself\.skipTest\(|\bpytest\.skip\(|\b[tb]\.Skip(?:f|Now)?\(|@(?:Disabled|Ignore)\b|\[Ignore|\bSkip\s*=\s*"|#\[ignore|\bmarkTest(?:Skipped|Incomplete)\(|^\s*(?:skip|pending|xcontext)\b/m;
const negligible = /^\s*(?:$|\/\/|#|\*|\/\*|import\b|from\b|(?:const|let|var)\s.*=\s*require\()/;

/** Whether a file belongs to tests: their code, what they compare with, what is set up for them. */
export function belongsToTests(path: string): boolean {
  return testPath.test(path) || isTestPath(path);
}

/** Existing tests may be added to, not deleted, loosened or switched off. */
export const testFence: Fence = changes =>
  changes
    .filter(change => belongsToTests(change.path))
    .flatMap(({ path, before, after }) => {
      if (before === null)
        return after !== null && skipping.test(after)
          ? [weakened(path, t('{0} adds a test that is skipped.', path))]
          : [];
      if (after === null) {
        const message = t('{0} is deleted.', path);
        return [{ rule: 'test-deleted', path, message, severity: 'forbidden' as const }];
      }
      const found: Violation[] = [];
      for (const part of diffLines(before, after)) {
        const lines = part.value.split('\n');
        const code = lines.find(line => !negligible.test(line));
        if (part.removed && code !== undefined)
          found.push(weakened(path, t('{0} changes or removes "{1}".', path, code.trim().slice(0, 80))));
        const skip = part.added ? lines.find(line => skipping.test(line)) : undefined;
        if (skip !== undefined)
          found.push(weakened(path, t('{0} switches tests off with "{1}".', path, skip.trim().slice(0, 80))));
      }
      return found.slice(0, 5);
    });

function weakened(path: string, message: string): Violation {
  return { rule: 'test-weakened', path, message, severity: 'forbidden' };
}
