import type { SourceFile, SourceIndex } from '../../diagnose/sources.ts';
import { fieldsOf } from '../../diagnose/trace/fields.ts';
import type { RecordEntry } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { type DefaultValue, emptyLike, emptyOfType, standsAlone } from './values.ts';

export interface Sibling {
  file: SourceFile;
  entries: RecordEntry[];
  value: SyntaxNode | undefined;
}

/** Object literals that have the property and at least half of the keys of the one that lacks it. Those of tests count too. */
async function siblingRecords(
  property: string,
  keys: readonly string[],
  file: SourceFile,
  index: SourceIndex,
): Promise<Sibling[]> {
  const found: Sibling[] = [];
  for (const other of await index.mentioning(file.language.family, property)) {
    for (const node of other.tree.root.walk()) {
      const entries = other.language.record(node)?.entries ?? [];
      const own = entries.find(entry => entry.key === property);
      const shared = entries.filter(entry => keys.includes(entry.key)).length;
      if (own && shared * 2 >= Math.min(keys.length, entries.length - 1)) {
        found.push({ file: other, entries, value: own.value });
      }
    }
  }
  return found;
}

/** Written types of a property: in interfaces, type literals, class fields and dataclasses that share its other keys. */
async function declaredTypes(
  property: string,
  keys: readonly string[],
  file: SourceFile,
  index: SourceIndex,
): Promise<{ type: string; order: string[] }[]> {
  const found: { type: string; order: string[] }[] = [];
  for (const other of await index.mentioning(file.language.family, property)) {
    for (const node of other.tree.root.walk()) {
      const named =
        node.type === 'property_signature' ||
        node.type === 'public_field_definition' ||
        (node.type === 'assignment' && node.child('right') === undefined);
      const name = named ? (node.child('name') ?? node.child('left')) : undefined;
      const type = node.child('type')?.text.replace(/^:\s*/, '');
      if (name?.text !== property || !type) continue;
      const holder = node.type === 'assignment' ? node.parent?.parent : node.parent;
      const order = (holder?.parts ?? []).flatMap(
        part => (part.child('name') ?? part.parts[0]?.child('left'))?.text ?? [],
      );
      const shared = order.filter(key => keys.includes(key)).length;
      if (keys.length === 0 || shared > 0) found.push({ type, order });
    }
  }
  return found;
}

/** Values for a property that an object leaves out: as its siblings write it, then by its written type. */
export async function valuesFor(
  property: string,
  keys: readonly string[],
  file: SourceFile,
  index: SourceIndex,
): Promise<{ values: DefaultValue[]; order: string[] }> {
  const siblings = await siblingRecords(property, keys, file, index);
  const types = await declaredTypes(property, keys, file, index);
  const votes = new Map<string, number>();
  const vote = (text: string | undefined, weight: number) => {
    if (text !== undefined)
      votes.set(text, Math.max(votes.get(text) ?? 0, weight) + (votes.has(text) ? 0.02 : 0));
  };
  for (const { type } of types) vote(emptyOfType(type, file), 0.93);
  for (const sibling of siblings) {
    if (!sibling.value) continue;
    const trust = sibling.file.test ? 0.8 : 1;
    if (standsAlone(sibling.value, sibling.file)) vote(sibling.value.text, 0.9 * trust);
    vote(emptyLike(sibling.value, sibling.file), 0.88 * trust);
  }
  for (const value of await fieldValues(property, file, index)) vote(value, 0.85);
  const order = types[0]?.order ?? siblings[0]?.entries.map(entry => entry.key) ?? [];
  const values = [...votes].map(([text, weight]) => ({ text, weight: Math.min(1, weight) }));
  return { values: values.sort((a, b) => b.weight - a.weight), order };
}

/** How classes of the program initialise a field of this name. */
async function fieldValues(property: string, file: SourceFile, index: SourceIndex): Promise<string[]> {
  const found: string[] = [];
  for (const other of await index.mentioning(file.language.family, property)) {
    if (other.test) continue;
    for (const { node } of other.language.classes(other.tree)) {
      for (const assigned of fieldsOf(node, other.language).get(property) ?? []) {
        if (assigned.value && standsAlone(assigned.value, other)) found.push(assigned.value.text);
      }
    }
  }
  return found;
}

/** A variable in scope at a place that has the name of the property: most likely it was meant to go in. */
export function inScope(name: string, node: SyntaxNode, file: SourceFile): boolean {
  const { language } = file;
  for (
    let info = language.functionOf(node);
    info;
    info = info.node.parent ? language.functionOf(info.node.parent) : undefined
  ) {
    if (info.parameters.some(parameter => parameter.name === name)) return true;
    const assigned = info.body ? language.assignments(info.body) : [];
    if (
      assigned.some(
        found =>
          found.target.text === name && found.statement.start < node.start && !found.statement.contains(node),
      )
    )
      return true;
  }
  return false;
}
