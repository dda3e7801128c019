import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { replace } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../template.ts';

interface Endless {
  file: SourceFile;
  condition: SyntaxNode;
  collection: string;
}

/** Templates for a loop without an end that takes from a collection, and does not expect it to run empty. */
export function endlessLoopTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<Endless>({
      id: `${family}/loop-until-empty`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.95,
      match: endless,
      edit: ({ file, condition, collection }) => {
        const text = file.language.family === 'python' ? collection : `${collection}.length > 0`;
        return [
          {
            file,
            edits: [replace(condition, text)],
            explanation: t('Loop only while there is something left in {0}.', quote(collection)),
          },
        ];
      },
    }),
  ];
}

const takes = /^(?:pop|popleft|popitem|shift)$/;

function endless({ bad }: TemplateContext): Found<Endless>[] {
  const { file } = bad;
  const { language } = file;
  const loop = bad.access.ancestor('while_statement');
  const condition = loop ? language.unwrap(loop.child('condition') ?? loop) : undefined;
  if (!loop || !condition || !/^(?:True|true|1)$/.test(condition.text)) return [];
  const taken = taking(bad.access, file) ?? taking(givenTo(bad.node, loop, file), file);
  return taken === undefined ? [] : [{ at: { file, condition, collection: taken }, sure: 1 }];
}

/** What a variable that is bad was last given inside the loop. */
function givenTo(node: SyntaxNode, loop: SyntaxNode, { language }: SourceFile): SyntaxNode | undefined {
  const given = language
    .assignments(loop)
    .filter(found => found.target.text === node.text && found.statement.start < node.start);
  return given.at(-1)?.value ?? undefined;
}

/** The collection that an expression takes an element out of. */
function taking(node: SyntaxNode | undefined, { language }: SourceFile): string | undefined {
  const call = node && language.call(language.unwrap(node));
  const member = call && language.member(call.callee);
  if (!member || !takes.test(member.property.text)) return undefined;
  return /^[\w$.]+$/.test(member.object.text) ? member.object.text : undefined;
}
