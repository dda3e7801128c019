import { t } from '@vscode/l10n';
import type { Bad } from '../../diagnose/origin.ts';
import type { Language } from '../../language/language.ts';
import { type Patch, replace } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { type AnyTemplate, template } from '../template.ts';

/** Templates for a recursion that jumps over the case that would end it. */
export function recursionTemplates(family: Language['family']): AnyTemplate[] {
  return [
    template<Bad>({
      id: `${family}/widen-base-case`,
      family,
      exceptions: ['recursion'],
      label: 'root-cause',
      prior: 0.85,
      match: context => (context.bad.badness === 'condition' ? [{ at: context.bad, sure: 1 }] : []),
      edit: widen,
    }),
  ];
}

function widen(bad: Bad): Patch[] {
  const { node, file } = bad;
  const operator = node.children.find(child => /^(===?|<|>|<=|>=)$/.test(child.type));
  const [, right] = node.parts;
  if (!operator || !right) return [];
  const others: Record<string, string[]> = {
    '==': ['<=', '>='],
    '===': ['<=', '>='],
    '<': ['<='],
    '>': ['>='],
  };
  return (others[operator.type] ?? []).map((other, order) => ({
    file,
    edits: [replace(operator, other)],
    explanation: t('End the recursion for {0}.', quote(node.text.replace(operator.text, other))),
    weight: 1 - order * 0.3,
  }));
}
