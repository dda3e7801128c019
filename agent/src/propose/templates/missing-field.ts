import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { OriginOf } from '../../diagnose/origin.ts';
import { fieldsOf } from '../../diagnose/trace/fields.ts';
import type { Language } from '../../language/language.ts';
import { constructorOf, initialiseField } from '../edit/fields.ts';
import { type Patch, replace } from '../edit/patch.ts';
import { renameRead } from '../edit/records.ts';
import { quote } from '../edit/returns.ts';
import { valuesFor } from '../mine/siblings.ts';
import { byUse, type DefaultValue, emptyOfType } from '../mine/values.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../template.ts';

type Made = OriginOf<'missing-field'>;

/** Templates for a class that does not give a field a value before it is used. */
export function missingFieldTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<Made>({
      id: `${family}/rename-field`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.93,
      match: context => originsOf(context, 'missing-field').filter(found => found.at.nearest !== undefined),
      edit: renameField,
    }),
    template<Made>({
      id: `${family}/initialise-field`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.9,
      match: context =>
        originsOf(context, 'missing-field').filter(found => found.at.node.parent !== undefined),
      edit: initialise,
    }),
  ];
}

function renameField(made: Made, context: TemplateContext): Patch[] {
  const { nearest, property, file, node } = made;
  if (!nearest) return [];
  const { bad } = context;
  const patches: Patch[] = [];
  const access = bad.file.language.unwrap(bad.node);
  const member = bad.file.language.member(access);
  const edit = member?.property.text === property ? renameRead(access, nearest, bad.file) : undefined;
  const explanation = t(
    'Read `{0}`, which class `{1}` has, instead of `{2}`.',
    nearest,
    made.className,
    property,
  );
  if (edit) patches.push({ file: bad.file, edits: [edit], explanation });
  const written = fieldsOf(node, file.language).get(nearest) ?? [];
  const edits = written.map(found =>
    replace(file.language.member(found.target)?.property ?? found.target, property),
  );
  const read = new RegExp(`\\.${nearest}\\b`, 'g');
  const reads = [...file.text.matchAll(read)].length - written.length;
  if (edits.length > 0 && reads <= 0) {
    patches.push({
      file,
      edits,
      explanation: t('Call the field `{0}` as its readers do, not `{1}`.', property, nearest),
      weight: 1,
    });
  }
  return patches;
}

async function initialise(made: Made, context: TemplateContext): Promise<Patch[]> {
  const { property, file, node, keys } = made;
  const declared = fieldsOf(node, file.language)
    .get(property)
    ?.find(found => found.statement.child('type'));
  const type = declared?.statement.child('type')?.text.replace(/^:\s*/, '');
  const parameter = constructorOf(node, file)?.parameters.some(known => known.name === property);
  const choices: DefaultValue[] = [];
  if (parameter) choices.push({ text: property, weight: 1 });
  const typed = emptyOfType(type, file);
  if (typed !== undefined) choices.push({ text: typed, weight: 0.97 });
  const { values } = await valuesFor(property, keys, file, context.slice.index);
  if (typed === undefined) choices.push(...values.slice(0, 2), ...byUse(context.bad, context.bad.file));
  const seen = new Set<string>();
  return choices.flatMap(({ text, weight }) => {
    const edit = seen.has(text) ? undefined : initialiseField(node, property, text, file);
    seen.add(text);
    const explanation = t('Initialise `{0}.{1}` with {2}.', made.className, property, quote(text));
    return edit ? [{ file, edits: [edit], explanation, weight }] : [];
  });
}
