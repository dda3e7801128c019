import type { Location } from '@errata/protocol/diagnosis';
import type { SourceIndex } from '../../diagnose/sources.ts';
import type { Family } from '../../language/language.ts';
import type { Patch } from '../edit/patch.ts';
import { mutationsOf } from './mutations.ts';

const mostLines = 6;
/** Languages in which the edits are known to make sense. */
const editable: ReadonlySet<Family> = new Set(['javascript', 'python']);

/** Single edits over the ranked lines, interleaved so that no line takes all the room. Throws when cancelled. */
export async function searchEdits(locations: readonly Location[], index: SourceIndex): Promise<Patch[]> {
  const perLine: Patch[][] = [];
  const ranked = [...locations].sort((a, b) => b.score - a.score).slice(0, mostLines);
  for (const location of ranked) {
    index.check();
    const file = await index.file(location.file);
    if (!file || file.test || !editable.has(file.language.family)) continue;
    const weight = 0.5 + 0.5 * location.score;
    perLine.push(
      mutationsOf(location.line, file).map(patch => ({ ...patch, weight: (patch.weight ?? 1) * weight })),
    );
  }
  const merged: Patch[] = [];
  for (let round = 0; perLine.some(list => round < list.length); round++) {
    for (const list of perLine) {
      const patch = list[round];
      if (patch) merged.push(patch);
    }
  }
  return merged;
}
