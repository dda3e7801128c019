import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { end } from '../../edit/layout.ts';
import { quote } from '../../edit/returns.ts';
import { after, before } from '../../edit/statements.ts';
import { type Edit, type EditKind, edit } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { conditionOf, isBlock, isLoop, isStatement } from '../shape.ts';
import { carried, listed, type Missing, remembered } from './forgotten.ts';

/** Statements that the function's own habits suggest, put where their names are known: into a branch, at the end of a block. */
export function* insertions(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (!isStatement(node)) return;
  const siblings = node.parent?.parts ?? [];
  const first = siblings[0] === node;
  const last = siblings.at(-1) === node;
  const leaving = /^(return|raise|throw|continue|break)_/.test(node.type);
  const names = new Set(scene.visibleAt(node));
  for (const missing of remembered(scene)) {
    if (!missing.needs.every(name => names.has(name)) || missing.check === undefined) continue;
    const held = follows(node, missing.check, siblings);
    if (held && !own(missing, node)) yield put('insert-record', node, missing, scene, 'before', held);
    if (last && node.type === 'return_statement' && missing.needs.some(name => node.parts[0]?.text === name))
      yield put('insert-record', node, missing, scene, 'before', 1);
    if (last && !leaving) yield put('insert-record', node, missing, scene, 'after', 0.4);
  }
  for (const missing of carried(scene)) {
    if (
      !missing.loop?.contains(node) ||
      !missing.needs.every(name => names.has(name) || assigns(node, name, scene))
    )
      continue;
    if (missing.needs.some(name => name !== missing.target && assigns(node, name, scene)))
      yield put('insert-assign', node, missing, scene, 'before', 1);
    if (last && !leaving && isLoop(node.parent?.parent ?? node))
      yield put('insert-assign', node, missing, scene, 'after', 0.8);
  }
  const result = leaving && last && node.parent?.parent === scene.language.functionOf(node)?.node;
  if (!(last && !leaving) && !result) return;
  const looped = [...node.ancestors()].some(isLoop);
  for (const missing of listed(scene)) {
    if (
      !missing.needs.every(name => names.has(name)) ||
      (missing.loop !== undefined && !missing.loop.contains(node))
    )
      continue;
    const share = result ? (missing.leftover === true ? 1.3 : 0.8) : looped ? 1 : 0.5;
    const block = node.parent?.parent;
    const inner = !result && block && !isLoop(block) && block.type !== 'else_clause' ? 0.7 : 1;
    yield put(
      'insert-copy',
      node,
      missing,
      scene,
      result ? 'before' : 'after',
      share * inner * (first && last && !result ? 0.8 : 1),
    );
  }
}

/** How well a statement stands where a check has failed: behind the check, or first in the branch after it. */
function follows(node: SyntaxNode, check: SyntaxNode, siblings: readonly SyntaxNode[]): number {
  const at = siblings.indexOf(node);
  const branch = [...check.ancestors()].find(
    around => conditionOf(around) !== undefined && /^(if_statement|elif_clause)$/.test(around.type),
  );
  if (!branch) return 0;
  if (siblings[at - 1] === branch) return 1;
  const chain = branch.type === 'elif_clause' ? branch.parent : branch;
  if (at === 0 && chain?.contains(node)) {
    const then = branch.child('consequence');
    const within = node.parent?.parent;
    if (then?.contains(node)) return 0.6;
    if (within?.type === 'else_clause' && within.parent === chain) return 1;
    return within === undefined || !isBlock(node.parent) ? 0 : 0.4;
  }
  return siblings[at - 1] && /(expression|assignment)/.test(siblings[at - 1]?.type ?? '') ? 0.2 : 0;
}

function own(missing: Missing, node: SyntaxNode): boolean {
  return node.text.startsWith(missing.statement);
}

function assigns(node: SyntaxNode, name: string, scene: Scene): boolean {
  return scene.language
    .assignments(node)
    .some(
      ({ target, statement }) => target.text === name && (statement === node || statement.parent === node),
    );
}

function put(
  kind: EditKind,
  node: SyntaxNode,
  missing: Missing,
  scene: Scene,
  where: 'before' | 'after',
  share: number,
): Edit {
  const line = missing.statement + end(scene.file);
  const make = where === 'before' ? before : after;
  const [text, place] = [quote(missing.statement), quote(node.text)];
  const explanation =
    where === 'before' ? t('Add {0} before {1}.', text, place) : t('Add {0} after {1}.', text, place);
  return edit(kind, node, [make(node, [line], scene.file)], explanation, missing.share * share);
}
