import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { OriginOf } from '../../diagnose/origin.ts';
import type { Language } from '../../language/language.ts';
import { insertAt, type Patch, type TextEdit } from '../edit/patch.ts';
import { type AnyTemplate, originsOf, template } from '../template.ts';

type Pending = OriginOf<'not-awaited'>;

/** Templates for the result of an async function that is used without waiting for it. */
export function awaitTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<Pending>({
      id: `${family}/await-call`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.95,
      match: context => originsOf(context, 'not-awaited'),
      edit: awaitCall,
    }),
  ];
}

function awaitCall(pending: Pending): Patch[] {
  const { node, file, callee } = pending;
  const { language } = file;
  const parent = node.parent;
  const chained =
    parent && (language.member(parent)?.object === node || language.subscript(parent)?.object === node);
  const edits: TextEdit[] = chained
    ? [insertAt(node.start, '(await '), insertAt(node.end, ')')]
    : [insertAt(node.start, 'await ')];
  const around = language.functionOf(node);
  const explanation = t('Wait for `{0}`, which is async.', callee.qualifiedName);
  if (!around || around.async) return [{ file, edits, explanation }];
  if (around.kind === 'lambda' || around.kind === 'constructor' || around.generator) return [];
  const start =
    around.node.type === 'method_definition' ? (around.node.child('name') ?? around.node) : around.node;
  edits.push(insertAt(start.start, 'async '));
  return [
    {
      file,
      edits,
      explanation: t('{0}, and make `{1}` async for that.', explanation.slice(0, -1), around.qualifiedName),
      weight: 0.6,
    },
  ];
}
