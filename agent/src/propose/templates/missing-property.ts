import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { OriginOf } from '../../diagnose/origin.ts';
import type { SourceIndex } from '../../diagnose/sources.ts';
import type { Language } from '../../language/language.ts';
import { quoted } from '../edit/layout.ts';
import { insertAt, type Patch, replace } from '../edit/patch.ts';
import { insertEntry, renameEntry, renameRead } from '../edit/records.ts';
import { quote } from '../edit/returns.ts';
import { inScope, valuesFor } from '../mine/siblings.ts';
import { byUse, type DefaultValue } from '../mine/values.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../template.ts';

type Made = OriginOf<'missing-property'>;

/** Templates for an object literal that lacks a property which its readers take for granted. */
export function missingPropertyTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<Made>({
      id: `${family}/rename-written-key`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.95,
      match: context =>
        originsOf(context, 'missing-property').filter(found => found.at.nearest !== undefined),
      edit: renameWritten,
    }),
    template<Made>({
      id: `${family}/rename-read-key`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.75,
      match: context =>
        originsOf(context, 'missing-property').filter(found => found.at.nearest !== undefined),
      edit: renameReader,
    }),
    template<Made>({
      id: `${family}/read-nested-key`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.96,
      match: context => originsOf(context, 'missing-property'),
      edit: readNested,
    }),
    template<Made>({
      id: `${family}/add-missing-property`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.9,
      match: context => originsOf(context, 'missing-property'),
      edit: addProperty,
    }),
  ];
}

/** How often a property is read or written under a name in the program, by the look of it. */
function uses(name: string, made: Made, index: SourceIndex): Promise<number> {
  const word = name.replace(/\W/g, '\\$&');
  const asKey = `['"]${word}['"]`;
  const asProperty = `\\.${word}(?![\\w$])|(?<=[{,]\\s*)${word}(?=\\s*[,}:])`;
  const python = made.file.language.family === 'python';
  return index.matches(made.file.language.family, new RegExp(python ? asKey : `${asKey}|${asProperty}`, 'g'));
}

async function renameWritten(made: Made, context: TemplateContext): Promise<Patch[]> {
  const { nearest, property, file, node } = made;
  if (readNested(made, context).length > 0) return [];
  const edit = nearest ? renameEntry(node, nearest, property, file) : undefined;
  if (!edit || !nearest) return [];
  const { index } = context.slice;
  const more = (await uses(property, made, index)) >= (await uses(nearest, made, index));
  const explanation = t(
    'Write `{0}` instead of `{1}` in {2}, which is the name that its readers use.',
    property,
    nearest,
    file.path,
  );
  return [{ file, edits: [edit], explanation, weight: more ? 1 : 0.7 }];
}

async function renameReader(made: Made, context: TemplateContext): Promise<Patch[]> {
  const { nearest, property } = made;
  const { bad, slice } = context;
  const access = bad.badness === 'missing-key' ? bad.access : bad.file.language.unwrap(bad.node);
  const edit = nearest ? renameRead(access, nearest, bad.file) : undefined;
  if (!edit || !nearest || !access.text.includes(property)) return [];
  const more = (await uses(nearest, made, slice.index)) > (await uses(property, made, slice.index));
  const explanation = t(
    'Read `{0}` instead of `{1}`, which is the name that {2} writes.',
    nearest,
    property,
    made.file.path,
  );
  return [{ file: bad.file, edits: [edit], explanation, weight: more ? 1.3 : 0.8 }];
}

/** The property is there, but one level further in. */
function readNested(made: Made, { bad }: TemplateContext): Patch[] {
  const { property, file, node } = made;
  const { language } = bad.file;
  const access = bad.badness === 'missing-key' ? bad.access : language.unwrap(bad.node);
  const member = language.member(access);
  const subscript = language.subscript(access);
  const object = member?.object ?? subscript?.object;
  const read = member?.property.text ?? (subscript ? language.string(subscript.index) : undefined);
  if (!object || read !== property) return [];
  const step = (key: string) => (member ? `.${key}` : `[${quoted(key, bad.file)}]`);
  return (file.language.record(node)?.entries ?? []).flatMap(({ key, value }): Patch[] => {
    const inner = (value && file.language.record(value)?.entries) ?? [];
    const where = `${file.path}:${made.line}`;
    if (inner.some(entry => entry.key === property)) {
      const explanation = t('Read `{0}` in `{1}`, where {2} puts it.', property, key, where);
      return [{ file: bad.file, edits: [insertAt(object.end, step(key))], explanation }];
    }
    // `databaseUrl` that has become `database.url`.
    const joined = inner.find(entry => plain(key + entry.key) === plain(property));
    if (!joined) return [];
    const explanation = t(
      'Read `{0}` of `{1}` instead of `{2}`, where {3} puts it.',
      joined.key,
      key,
      property,
      where,
    );
    const edits = [replace(access, `${object.text}${step(key)}${step(joined.key)}`)];
    return [{ file: bad.file, edits, explanation }];
  });
}

function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}

async function addProperty(made: Made, context: TemplateContext): Promise<Patch[]> {
  const { property, file, node, keys } = made;
  const { values, order } = await valuesFor(property, keys, file, context.slice.index);
  const choices: DefaultValue[] = [];
  if (inScope(property, node, file)) choices.push({ text: property, weight: 0.98 });
  choices.push(...values.slice(0, 3));
  const fromUse = byUse(context.bad, context.bad.file);
  choices.push(...(context.bad.badness === 'missing-key' || values.length > 0 ? [] : fromUse));
  const chosen = new Map<string, number>();
  for (const choice of choices)
    chosen.set(choice.text, Math.max(chosen.get(choice.text) ?? 0, choice.weight + agrees(choice, fromUse)));
  return [...chosen].flatMap(([text, weight]) => {
    const edit = insertEntry(node, property, text, order, file);
    const explanation = t(
      'Give the object made in {0}:{1} its `{2}`: {3}.',
      file.path,
      made.line,
      property,
      quote(text),
    );
    return edit
      ? [{ file, edits: [edit], explanation, weight: Math.min(1, weight) * (made.nearest ? 0.8 : 1) }]
      : [];
  });
}

function agrees(choice: DefaultValue, others: DefaultValue[]): number {
  return others.some(other => other.text === choice.text) ? 0.05 : 0;
}
