import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Filled {
  bad: Bad;
  /** The literals that the object starts as. */
  made: SyntaxNode[];
}

/** An object whose keys come from outside: what every object inherits is no entry of it, and one that inherits nothing lacks it. */
export const dictionary: AnyTemplate[] = [
  template<Filled>({
    id: 'javascript/inherit-nothing',
    family: 'javascript',
    exceptions: ['not-callable'],
    label: 'root-cause',
    prior: 0.88,
    match: filled,
    edit: ({ bad, made }) => [
      {
        file: bad.file,
        edits: made.map(literal => replace(literal, 'Object.create(null)')),
        explanation: t(
          'Let {0} inherit nothing: keys such as `constructor` are functions of every other object.',
          quote(made[0]?.parent?.text.split('\n', 1)[0] ?? ''),
        ),
      },
    ],
  }),
  template<Bad>({
    id: 'javascript/borrow-own-property-check',
    family: 'javascript',
    exceptions: ['not-callable', 'nothing'],
    label: 'root-cause',
    prior: 0.9,
    match: ({ bad }) => (ownPropertyCall(bad) ? [{ at: bad, sure: 1 }] : []),
    edit: borrow,
  }),
];

/** `groups[key].push` where `groups` starts as `{}`. */
function filled({ bad }: TemplateContext): Found<Filled>[] {
  const { file, node } = bad;
  const { language } = file;
  const subscript = language.subscript(language.unwrap(node));
  if (!subscript || language.string(subscript.index) !== undefined || bad.badness !== 'shape') return [];
  const name = subscript.object.text;
  const values = language
    .assignments(file.tree.root, true)
    .flatMap(found => (found.target.text === name && found.value ? [found.value] : []));
  const made = values.filter(value => language.record(value)?.entries.length === 0);
  return made.length > 0 && made.length === values.length ? [{ at: { bad, made }, sure: 1 }] : [];
}

function ownPropertyCall({ access, file }: Bad): { object: SyntaxNode; call: SyntaxNode } | undefined {
  const { language } = file;
  const call = [access, access.parent].find(node => node && language.call(node)?.arguments.length === 1);
  const member = call && language.member(language.call(call)?.callee ?? call);
  if (call === undefined || member?.property.text !== 'hasOwnProperty') return undefined;
  return { object: member.object, call };
}

function borrow(bad: Bad): Patch[] {
  const found = ownPropertyCall(bad);
  const callee = found && bad.file.language.call(found.call);
  const [key] = callee?.arguments ?? [];
  if (!found || !callee || !key) return [];
  return [
    {
      file: bad.file,
      edits: [
        replace(callee.callee, 'Object.prototype.hasOwnProperty.call'),
        insertAt(key.start, `${found.object.text}, `),
      ],
      explanation: t(
        'Ask with the method of `Object` whether {0} has the key: it may have none of its own.',
        quote(found.object.text),
      ),
    },
  ];
}
