import { isOurs } from '@errata/protocol/addressed';
import type { Round } from '@errata/protocol/round';
import { t } from '@vscode/l10n';
import type { Forge, ForgeComment } from '../../forge/forge.ts';
import { refuse } from './round-end.ts';

/**
 * The comment that a round is for, as the forge shows it now, if its author may push. Whoever else wrote is refused without a word:
 * an answer would be something that strangers can make us do. Throws `RoundOver`, `ForgeError`.
 */
export async function whoAsked(
  forge: Forge,
  number: number,
  round: Round,
  signal: AbortSignal,
): Promise<ForgeComment> {
  const written = await forge.comments(number, signal);
  const comment = written.find(({ id }) => id === round.key);
  if (comment === undefined) throw refuse(t('What asked for it is no longer there.'));
  if (isOurs(comment.body)) throw refuse(t('It is a comment of ours.'));
  if (await forge.mayPush(comment.author, signal)) return comment;
  throw refuse(t('{0} may not push to the repository.', comment.author));
}
