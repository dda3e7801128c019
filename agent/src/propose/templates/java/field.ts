import { t } from '@vscode/l10n';
import type { OriginOf } from '../../../diagnose/origin.ts';
import type { SourceFile } from '../../../diagnose/sources.ts';
import { fieldsOf } from '../../../diagnose/trace/fields.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { constructorOf } from '../../edit/fields.ts';
import { emptyOfJavaType, javaImports } from '../../edit/java-types.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { after, before, statementsOf } from '../../edit/statements.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Field {
  file: SourceFile;
  declarator: SyntaxNode;
  name: string;
  type: string;
}

/** Fields and variables that are null until somebody thinks of them. */
export const field: AnyTemplate[] = [
  template<Field>({
    id: 'java/assign-from-constructor',
    family: 'java',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.97,
    match: fields,
    edit: fromConstructor,
  }),
  template<Field>({
    id: 'java/initialise-field',
    family: 'java',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.92,
    match: fields,
    edit: initialise,
  }),
];

type Made = OriginOf<'missing-field' | 'unassigned' | 'nothing-literal'>;

function fields({ slice }: TemplateContext): Found<Field>[] {
  const found: Found<Field>[] = [];
  for (const origin of slice.origins) {
    if (!/^(?:missing-field|unassigned|nothing-literal)$/.test(origin.kind)) continue;
    const declarator = declaratorOf(origin as Made);
    const name = declarator?.child('name')?.text;
    const type = declarator?.parent?.child('type')?.text;
    if (!declarator || !name || !type || found.some(({ at }) => at.declarator === declarator)) continue;
    found.push({ at: { file: origin.file, declarator, name, type }, sure: Math.min(1, origin.score + 0.3) });
  }
  return found;
}

/** The declaration of what is never given a value, or is given null. */
function declaratorOf(origin: Made): SyntaxNode | undefined {
  if (origin.kind !== 'missing-field') {
    const { parent } = origin.node;
    return parent?.type === 'variable_declarator' ? parent : undefined;
  }
  const declared = fieldsOf(origin.node, origin.file.language)
    .get(origin.property)
    ?.find(({ kind }) => kind === 'declare');
  return declared?.target.parent;
}

function initialise({ file, declarator, name, type }: Field): Patch[] {
  const known = file.language
    .classes(file.tree)
    .some(found => found.name === type && isPlain(found.node, file));
  const value = emptyOfJavaType(type) ?? (known ? `new ${type}()` : undefined);
  if (value === undefined) return [];
  const given = declarator.child('value');
  const edit = given ? replace(given, value) : insertAt(declarator.end, ` = ${value}`);
  const explanation = t('Start `{0}` as {1}.', name, quote(value));
  return [{ file, edits: [edit, ...javaImports(value, file)], explanation }];
}

/** A class that can be made without arguments. */
function isPlain(owner: SyntaxNode, file: SourceFile): boolean {
  return owner.type === 'class_declaration' && (constructorOf(owner, file)?.parameters.length ?? 0) === 0;
}

/** The constructor takes a value of the field's name and drops it. */
function fromConstructor({ file, declarator, name }: Field): Patch[] {
  const owner = file.language.classOf(declarator)?.node;
  const make = owner ? constructorOf(owner, file) : undefined;
  if (!make?.parameters.some(known => known.name === name)) return [];
  const statements = statementsOf(make);
  if (new RegExp(`\\bthis\\.${name}\\s*=`).test(make.body?.text ?? '')) return [];
  const line = `this.${name} = ${name};`;
  const last = statements.at(-1);
  const first = statements[0];
  const anchor = statements.findLast(statement => /^this\.\w+ = /.test(statement.text)) ?? last;
  if (!anchor || !first)
    return make.body
      ? [
          {
            file,
            edits: [insertAt(make.body.start + 1, ` ${line} `)],
            explanation: t('Keep `{0}` in the constructor.', name),
          },
        ]
      : [];
  const edit = anchor.type === 'return_statement' ? before(first, [line], file) : after(anchor, [line], file);
  return [
    { file, edits: [edit], explanation: t('Keep `{0}`, which the constructor is given and drops.', name) },
  ];
}
