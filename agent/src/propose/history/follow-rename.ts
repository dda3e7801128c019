import type { Suspect } from '@errata/protocol/diagnosis';
import { t } from '@vscode/l10n';
import type { Complaint } from '../../diagnose/messages/complaint.ts';
import type { Slice } from '../../diagnose/slice.ts';
import { textHunks } from '../../git/diff.ts';
import type { Repository } from '../../git/repository.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { type Patch, replace } from '../edit/patch.ts';
import { revisionsOf } from './revisions.ts';

const mostSuspects = 3;
const word = /[A-Za-z_$][\w$]*/g;

/**
 * Edits that use the new name where the crash asks for one that a suspect renamed elsewhere. Throws `GitError`, and
 * when cancelled.
 */
export async function followRename(options: {
  repository: Repository;
  suspects: readonly Suspect[];
  slice: Slice;
  signal?: AbortSignal | undefined;
}): Promise<Patch[]> {
  const { repository, suspects, slice, signal } = options;
  const old = missingName(slice.complaint);
  const { crash } = slice;
  if (old === undefined || crash === undefined || crash.file.test) return [];
  const asked = crash.file.tree.nodesOn(crash.line).filter(node => asks(node, old));
  if (asked.length === 0) return [];
  const patches: Patch[] = [];
  for (const suspect of suspects.slice(0, mostSuspects)) {
    const counts = new Map<string, number>();
    for (const { before, after } of await revisionsOf(repository, suspect.commit, signal)) {
      for (const name of newNames(before, after, old)) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const [name, times] of [...counts].sort(([, a], [, b]) => b - a).slice(0, 2)) {
      patches.push({
        file: crash.file,
        edits: asked.map(node => replace(node, node.text.replace(old, name))),
        explanation: t(
          'Use `{0}`, as {1} ({2}) renamed `{3}`.',
          name,
          suspect.commit.slice(0, 10),
          suspect.subject,
          old,
        ),
        weight: Math.min(1, 0.93 + 0.02 * times),
      });
    }
  }
  return patches;
}

/** The name that the crash asked for and did not find. */
function missingName(complaint: Complaint): string | undefined {
  switch (complaint.kind) {
    case 'missing-attribute':
    case 'nothing':
    case 'not-callable':
    case 'wrong-type':
      return complaint.property;
    case 'name':
      return complaint.reason === 'undefined' ? complaint.name : undefined;
    case 'missing-key':
      return /^[A-Za-z_$][\w$]*$/.test(complaint.key) ? complaint.key : undefined;
    default:
      return undefined;
  }
}

/** What a changed line has in the place of the old name, where it is the same line otherwise. */
function* newNames(before: string, after: string, old: string): Generator<string> {
  for (const { removed, added } of textHunks(before, after)) {
    for (const [index, row] of removed.entries()) {
      const other = removed.length === added.length ? added[index] : undefined;
      if (other === undefined || row.replace(word, '') !== other.replace(word, '')) continue;
      const [was, is] = [row.match(word) ?? [], other.match(word) ?? []];
      const differing = was.flatMap((name, at) => (name === is[at] ? [] : [[name, is[at] ?? ''] as const]));
      const [first] = differing;
      if (first?.[0] === old && differing.every(([from, to]) => from === old && to === first[1]))
        yield first[1];
    }
  }
}

function asks(node: SyntaxNode, name: string): boolean {
  return node.named && node.children.length === 0 && node.text === name;
}
