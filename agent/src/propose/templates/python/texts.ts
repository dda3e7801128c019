import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import { quoted } from '../../edit/layout.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, template } from '../../template.ts';

/** Texts made of what is none, and texts to be read that are empty. */
export const texts: AnyTemplate[] = [
  template<Bad>({
    id: 'python/join-as-text',
    family: 'python',
    exceptions: ['wrong-type'],
    label: 'root-cause',
    prior: 0.85,
    match: context => {
      const { complaint } = context.slice;
      const join = complaint.kind === 'wrong-type' && complaint.callee === 'join';
      return join ? [{ at: context.bad, sure: 1 }] : [];
    },
    edit: joinAsText,
  }),
  template<Bad>({
    id: 'python/read-empty-json',
    family: 'python',
    exceptions: ['json'],
    label: 'root-cause',
    prior: 0.55,
    match: context => (context.bad.badness === 'text' ? [{ at: context.bad, sure: 1 }] : []),
    edit: ({ node, file }) => {
      if (!/^(identifier|attribute|subscript|call)$/.test(node.type)) return [];
      const text = `${node.text} or ${quoted('{}', file)}`;
      return [
        {
          file,
          edits: [replace(node, text)],
          explanation: t('Read an empty {0} as no fields.', quote(node.text)),
        },
      ];
    },
  }),
];

function joinAsText({ file, node }: Bad): Patch[] {
  const body = /^(generator_expression|list_comprehension)$/.test(node.type) ? node.child('body') : undefined;
  const edit = body ? replace(body, `str(${body.text})`) : replace(node, `map(str, ${node.text})`);
  return [{ file, edits: [edit], explanation: t('Join {0} as texts.', quote(node.text)) }];
}
