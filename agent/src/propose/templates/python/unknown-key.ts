import { t } from '@vscode/l10n';
import type { OriginOf } from '../../../diagnose/origin.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../../template.ts';

type Unknown = OriginOf<'unknown-key'>;

/** A key that a mapping does not have (yet): counting and grouping start from nothing, lookups have a default. */
export const unknownKey: AnyTemplate[] = [
  template<Unknown>({
    id: 'python/start-entry',
    family: 'python',
    exceptions: ['missing-key'],
    label: 'root-cause',
    prior: 0.93,
    match: context => originsOf(context, 'unknown-key').map(found => ({ ...found, sure: 0.95 })),
    edit: startEntry,
  }),
  template<Unknown>({
    id: 'python/default-used-elsewhere',
    family: 'python',
    exceptions: ['missing-key'],
    label: 'root-cause',
    prior: 0.85,
    match: context => originsOf(context, 'unknown-key').map(found => ({ ...found, sure: 0.9 })),
    edit: defaultElsewhere,
  }),
  template<Unknown>({
    id: 'python/get-or-none',
    family: 'python',
    exceptions: ['missing-key'],
    label: 'guard',
    prior: 0.4,
    match: context => originsOf(context, 'unknown-key'),
    edit: unknown =>
      readWith(unknown, undefined, t('Use None when {0} has no such key.', quote(unknown.node.text))),
  }),
];

function startEntry(unknown: Unknown, context: TemplateContext): Patch[] {
  const { file } = unknown;
  const { access } = context.bad;
  const index = file.language.subscript(access)?.index;
  const parent = access.parent;
  if (!index || !parent) return [];
  const mapping = unknown.mapping.text;
  if (parent.type === 'augmented_assignment' && parent.child('left') === access) {
    const operator = (parent.child('operator')?.type ?? '').replace('=', '');
    const value = parent.child('right');
    if (!value || !/^[-+|*]$/.test(operator)) return [];
    const start = startFor(operator, value.text);
    const text = `${access.text} = ${mapping}.get(${index.text}, ${start}) ${operator} ${value.text}`;
    return [
      {
        file,
        edits: [replace(parent, text)],
        explanation: t('Start {0} at {1}.', quote(access.text), start),
      },
    ];
  }
  const member = file.language.member(parent);
  const start = member
    ? ({ append: '[]', extend: '[]', add: 'set()', update: '{}' } as Record<string, string>)[
        member.property.text
      ]
    : undefined;
  const nested =
    file.language.subscript(parent)?.object === access && /assignment/.test(parent.parent?.type ?? '')
      ? '{}'
      : undefined;
  const value = start ?? nested;
  if (value === undefined) return [];
  const text = `${mapping}.setdefault(${index.text}, ${value})`;
  return [
    {
      file,
      edits: [replace(access, text)],
      explanation: t('Start {0} as `{1}`.', quote(access.text), value),
    },
  ];
}

function startFor(operator: string, value: string): string {
  if (operator === '*') return '1';
  if (/^\[/.test(value)) return '[]';
  if (/^f?['"]/.test(value)) return "''";
  return operator === '|' ? 'set()' : '0';
}

async function defaultElsewhere(unknown: Unknown, context: TemplateContext): Promise<Patch[]> {
  const { key, file, dynamic, mapping } = unknown;
  const index = file.language.subscript(unknown.node)?.index;
  if (!index) return [];
  const wanted = dynamic ? mapping.text.replace(/^.*\./, '') : key;
  const votes = new Map<string, number>();
  for (const other of await context.slice.index.mentioning('python', wanted, 'get')) {
    for (const node of other.tree.root.walk()) {
      const call = other.language.call(node);
      const member = call ? other.language.member(call.callee) : undefined;
      const [first, second] = call?.arguments ?? [];
      if (member?.property.text !== 'get' || !first || !second) continue;
      const same = dynamic ? member.object.text.endsWith(wanted) : other.language.string(first) === key;
      if (same) votes.set(second.text, (votes.get(second.text) ?? 0) + 1);
    }
  }
  return [...votes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 2)
    .flatMap(([value]) =>
      readWith(
        unknown,
        value,
        t('Use {0} for a missing {1}, as it is done elsewhere.', quote(value), quote(wanted)),
      ),
    );
}

function readWith(unknown: Unknown, value: string | undefined, explanation: string): Patch[] {
  const { file, node, mapping } = unknown;
  const index = file.language.subscript(node)?.index;
  const written = /assignment/.test(node.parent?.type ?? '') && node.field === 'left';
  if (!index || written || node.parent?.type === 'delete_statement') return [];
  const text = `${mapping.text}.get(${index.text}${value === undefined ? '' : `, ${value}`})`;
  return [{ file, edits: [replace(node, text)], explanation }];
}
