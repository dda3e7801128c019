import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { quoted } from '../../edit/layout.ts';
import { replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { defaultsWherePassed } from '../../mine/passed.ts';
import { type AnyTemplate, template } from '../../template.ts';

/** A key that is read from what comes in as if it were always there. */
export const absentKey: AnyTemplate[] = [
  template<Bad>({
    id: 'python/default-where-passed',
    family: 'python',
    exceptions: ['missing-key'],
    label: 'root-cause',
    prior: 0.9,
    match: context => (context.bad.badness === 'missing-key' ? [{ at: context.bad, sure: 1 }] : []),
    edit: async ({ file, access }, { slice }) => {
      const read = file.language.subscript(access);
      if (!read || file.language.string(read.index) === undefined || access.field === 'left') return [];
      const values = await defaultsWherePassed(access, file, slice.index);
      return values.map(({ text }) => {
        const written = `${read.object.text}.get(${read.index.text}, ${text})`;
        const explanation = t(
          'Read {0}: {1} is what it is where it is left out.',
          quote(written),
          quote(text),
        );
        return { file, edits: [replace(access, written)], explanation };
      });
    },
  }),
  template<Bad>({
    id: 'python/get-absent-key',
    family: 'python',
    exceptions: ['missing-key'],
    label: 'guard',
    prior: 0.4,
    match: context => (context.bad.badness === 'missing-key' ? [{ at: context.bad, sure: 1 }] : []),
    edit: ({ file, access }) => {
      const { language } = file;
      const first = language.subscript(access);
      if (!first || language.string(first.index) === undefined) return [];
      const keys = [first.index];
      let whole: SyntaxNode = access;
      for (let above = whole.parent; above; above = whole.parent) {
        const next = language.subscript(above);
        if (next?.object !== whole || language.string(next.index) === undefined) break;
        keys.push(next.index);
        whole = above;
      }
      if (whole.field === 'left' || whole.parent?.type === 'delete_statement') return [];
      const inText =
        whole.parent?.type === 'interpolation' || language.member(whole.parent ?? whole)?.object === whole;
      const last = inText ? `, ${quoted('', file)}` : '';
      const chain = keys
        .map((key, at) => `.get(${key.text}${at < keys.length - 1 ? ', {}' : last})`)
        .join('');
      const text = first.object.text + chain;
      return [
        {
          file,
          edits: [replace(whole, text)],
          explanation: t('Read {0}, which may not be there.', quote(text)),
        },
      ];
    },
  }),
];
