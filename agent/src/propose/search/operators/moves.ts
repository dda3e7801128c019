import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { indentOf, layoutOf } from '../../edit/layout.ts';
import { insertAt, replace, type TextEdit } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { statementEnd } from '../../edit/statements.ts';
import { type Edit, edit } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { isBlock, isLoop, isStatement } from '../shape.ts';

const simple =
  /^(expression|return|continue|break|raise|throw|augmented)_?\w*$|^(lexical|variable)_declaration$/;

/** A statement one place up or down, out of its block, into the block before it, or gone. */
export function* moves(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (!isStatement(node) || !alone(node)) return;
  const siblings = node.parent?.parts ?? [];
  const at = siblings.indexOf(node);
  const next = siblings[at + 1];
  if (
    next &&
    alone(next) &&
    !/^(return|raise|throw)_/.test(node.type) &&
    !(/^(return|raise|throw)_/.test(next.type) && simple.test(node.type))
  ) {
    const linked = shares(node, next, scene) ? 0.8 : 0.15;
    const edits = [replace(node, next.text), replace(next, node.text)];
    yield edit('move', node, edits, t('Swap {0} and {1}.', quote(node.text), quote(next.text)), linked);
  }
  if (!simple.test(node.type) || node.line !== node.endLine) return;
  const block = node.parent;
  const holder = block?.parent;
  const around = holder && statementAround(holder);
  if (siblings.length > 1 && around && isStatement(around) && at === siblings.length - 1)
    yield moved(
      node,
      insertAt(around.end, line(node, indentOf(around), scene)),
      t('Move {0} out of {1}.', quote(node.text), quote(around.text)),
      isLoop(around) ? 0.9 : 0.6,
    );
  if (
    siblings.length > 1 &&
    around &&
    isStatement(around) &&
    at === 0 &&
    !/^(return|continue|break)/.test(node.type)
  )
    yield moved(
      node,
      insertAt(around.start, node.text + layoutOf(scene.file).newline + indentOf(around)),
      t('Move {0} before {1}.', quote(node.text), quote(around.text)),
      0.5,
    );
  const before = siblings[at - 1];
  const last = before && lastBlock(before)?.parts.at(-1);
  if (before && last && !/^(return|raise|throw|continue|break)_/.test(last.type))
    yield moved(
      node,
      insertAt(statementEnd(last), line(node, indentOf(last), scene)),
      t('Move {0} into {1}.', quote(node.text), quote(before.text)),
      isLoop(before) ? 0.7 : 0.5,
    );
  if (siblings.length > 1 && !/declaration$/.test(node.type) && !declares(node, scene))
    yield edit(
      'remove',
      node,
      [removal(node)],
      t('Leave {0} out.', quote(node.text)),
      /^(continue|break|return)_/.test(node.type) ? 0.6 : 1,
    );
}

function line(node: SyntaxNode, indent: string, scene: Scene): string {
  return layoutOf(scene.file).newline + indent + node.text;
}

function moved(node: SyntaxNode, put: TextEdit, explanation: string, share: number): Edit {
  return edit('move', node, [removal(node), put], explanation, share);
}

/** Takes the lines of a statement away. */
function removal(node: SyntaxNode): TextEdit {
  const { tree } = node;
  const start = tree.lineRange(node.line)?.start ?? node.start;
  const next = tree.lineRange(node.endLine + 1);
  return { start, end: next?.start ?? statementEnd(node), text: '' };
}

function alone(node: SyntaxNode): boolean {
  const range = node.tree.lineRange(node.line);
  const rest = node.tree.lineRange(node.endLine);
  if (!range || !rest) return false;
  const { text } = node.tree;
  return (
    text.slice(range.start, node.start).trim() === '' &&
    /^;?\s*((#|\/\/).*)?$/.test(text.slice(node.end, rest.end))
  );
}

/** The statement that an inner clause belongs to. */
function statementAround(holder: SyntaxNode): SyntaxNode | undefined {
  if (/^(if|for|for_in|while|do|with|try)_statement$/.test(holder.type)) return holder;
  return /_clause$/.test(holder.type) && holder.parent ? statementAround(holder.parent) : undefined;
}

function lastBlock(node: SyntaxNode): SyntaxNode | undefined {
  if (!/^(if|for|for_in|while|with)_statement$/.test(node.type)) return undefined;
  const clause = node.childrenOf('alternative').at(-1);
  return (clause ?? node).children.findLast(isBlock);
}

function declares(node: SyntaxNode, scene: Scene): boolean {
  return scene.bindings.some(({ node: bound }) => node.contains(bound));
}

/** Whether the order of two statements can matter. */
function shares(a: SyntaxNode, b: SyntaxNode, scene: Scene): boolean {
  const names = (node: SyntaxNode) =>
    [...node.walk()].filter(part => scene.language.isIdentifier(part)).map(part => part.text);
  const written = new Set(
    [a, b].flatMap(node => scene.language.assignments(node).flatMap(({ target }) => names(target))),
  );
  const other = new Set(names(b));
  return names(a).some(name => other.has(name) && (written.has(name) || /\.\w+\(/.test(a.text + b.text)));
}
