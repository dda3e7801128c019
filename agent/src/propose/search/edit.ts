import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../language/syntax.ts';
import { replace, type TextEdit } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import likelihoods from './likelihoods.json' with { type: 'json' };
import type { Scene } from './scene.ts';

export type EditKind = keyof typeof likelihoods;

/** One small change of a function, with how likely such a change is to be what is wrong there. */
export interface Edit {
  kind: EditKind;
  /** What it is about; its line's score counts. */
  at: SyntaxNode;
  edits: TextEdit[];
  explanation: string;
  /** 0…1 and, where the code around speaks for it, a little more. */
  likelihood: number;
}

/** A family of edits: those that it knows at one node. */
export type Operator = (node: SyntaxNode, scene: Scene) => Iterable<Edit>;

export function edit(
  kind: EditKind,
  at: SyntaxNode,
  edits: TextEdit[],
  explanation: string,
  share = 1,
): Edit {
  return { kind, at, edits, explanation, likelihood: likelihoods[kind] * share };
}

/** Another text in a node's place. */
export function instead(kind: EditKind, node: SyntaxNode, text: string, share = 1): Edit {
  const explanation = t('Write {0} instead of {1}.', quote(text), quote(node.text));
  return edit(kind, node, [replace(node, text)], explanation, share);
}

/** Two nodes in each other's place. */
export function swapped(kind: EditKind, first: SyntaxNode, second: SyntaxNode, share = 1): Edit {
  const edits = [replace(first, second.text), replace(second, first.text)];
  return edit(kind, first, edits, t('Swap {0} and {1}.', quote(first.text), quote(second.text)), share);
}
