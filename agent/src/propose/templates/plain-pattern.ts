import { t } from '@vscode/l10n';
import type { Bad } from '../../diagnose/origin.ts';
import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { replace } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { type AnyTemplate, template } from '../template.ts';

/** A text from outside that is made part of a regular expression: its signs are to stand for themselves. */
export function plainPatternTemplate(
  family: Language['family'],
  escaped: (text: string) => string,
): AnyTemplate {
  return template<SyntaxNode>({
    id: `${family}/escape-pattern`,
    family,
    exceptions: ['pattern'],
    label: 'root-cause',
    prior: 0.85,
    match: ({ bad }) => texts(bad).map((at, order) => ({ at, sure: 1 - order * 0.1 })),
    edit: (node, { bad: { file } }) => [
      {
        file,
        edits: [replace(node, escaped(node.text))],
        explanation: t(
          'Search for {0} as it is written: none of its signs is an operator.',
          quote(node.text),
        ),
      },
    ],
  });
}

/** The variable parts of what is read as a pattern; itself, where it is no text that is put together. */
function texts({ node, file: { language } }: Bad): SyntaxNode[] {
  const isPart = (part: SyntaxNode) =>
    language.isIdentifier(part) ||
    language.member(part) !== undefined ||
    language.subscript(part) !== undefined;
  if (isPart(node)) return [node];
  return [...node.walk()].filter(
    part => isPart(part) && part.parent !== undefined && !isPart(part.parent) && !language.call(part.parent),
  );
}
