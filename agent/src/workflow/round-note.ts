import { totalTokens } from '@errata/protocol/model';
import type { Candidate, Proposal } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { RunContext } from './machine.ts';

/** What came of another round, for who asked for it: whether their words were followed, and if not, why. */
export function roundNote(
  { proposal: before, requests = [] }: Pick<RunContext, 'proposal' | 'requests'>,
  after: Proposal,
): string {
  const { recommended, candidates, modelTrouble } = after;
  const another =
    recommended === before?.recommended ? undefined : candidates.find(({ id }) => id === recommended);
  const hasWords = requests.length > 0;
  if (another !== undefined && isWritten(another))
    return hasWords
      ? t('Changed as you asked: {0}', another.explanation)
      : t('Another fix was written: {0}', another.explanation);
  const why = modelTrouble?.message ?? (wasAsked(before, after) ? notHeld(hasWords) : noneHere());
  return another === undefined
    ? t(
        '{0} Nothing else that holds was found: the fix from before is still here, to be edited or rejected.',
        why,
      )
    : t('{0} Another fix holds, too: {1}', why, another.explanation);
}

/** Whether a model or another program wrote it: these can follow words. */
export function isWritten({ engine }: Pick<Candidate, 'engine'>): boolean {
  return engine === 'model' || engine === 'command';
}

/** Whether a model or another program was asked between these two. */
export function wasAsked(before: Proposal | undefined, after: Proposal): boolean {
  const spent = ({ spent }: Proposal) => (spent === undefined ? 0 : spent.calls + totalTokens(spent.tokens));
  return spent(after) > (before === undefined ? 0 : spent(before));
}

function notHeld(hasWords: boolean): string {
  return hasWords
    ? t('What was written to follow your words did not hold.')
    : t('What was written did not hold.');
}

function noneHere(): string {
  return t('No engine here can follow words, which takes a model; they are kept with the run.');
}
