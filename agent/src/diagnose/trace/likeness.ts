import { wordsOf } from '../names.ts';
import type { Bad } from '../origin.ts';
import type { SourceFile } from '../sources.ts';
import { fieldsOf } from './fields.ts';
import type { Step, Tracer } from './step.ts';

const leastShared = 2;
const enough = 0.6;

/**
 * When the way back was lost: object literals and classes that look like the object at the crash, by the keys that
 * were captured of it or are read from it beside the missing one, and that leave the missing one out.
 */
export async function traceLikeness(
  tracer: Tracer,
  start: Step,
  bad: Bad,
  captured: readonly string[],
): Promise<void> {
  const explained = tracer.origins.some(origin => origin.score > 0.6);
  const property = missingProperty(bad);
  if (explained || property === undefined || tracer.wanted.badness === 'shape') return;
  const keys =
    captured.length > 0 ? captured.filter(key => /^\w+$/.test(key)) : siblings(bad, property.object);
  if (keys.length < leastShared) return;
  const words = [...keys].sort((a, b) => b.length - a.length).slice(0, leastShared);
  for (const file of await tracer.index.giving(bad.file, ...words)) {
    const step = { ...start, file, steps: 2, certain: false };
    for (const made of makers(file)) {
      const shared = keys.filter(key => made.keys.has(key)).length / keys.length;
      if (shared < enough || made.keys.has(property.name)) continue;
      const detail = { property: property.name, keys: [...made.keys] };
      const related = wordsOf(file.path).some(word => wordsOf(property.object).includes(word)) ? 1 : 0.9;
      if (made.className === undefined)
        tracer.add({ kind: 'missing-property', ...detail }, { ...step, node: made.node }, shared * related);
      else
        tracer.add(
          { kind: 'missing-field', ...detail, className: made.className },
          { ...step, node: made.node },
          shared * related,
        );
    }
  }
}

function missingProperty(bad: Bad): { object: string; name: string } | undefined {
  const { language } = bad.file;
  const node = language.unwrap(bad.badness === 'missing-key' ? bad.access : bad.node);
  const member = language.member(node);
  if (member) return { object: member.object.text, name: member.property.text };
  const subscript = language.subscript(node);
  const key = subscript ? language.string(subscript.index) : undefined;
  return subscript && key !== undefined ? { object: subscript.object.text, name: key } : undefined;
}

/** Other properties read from the object in the same function. */
function siblings(bad: Bad, object: string): string[] {
  const { language, tree } = bad.file;
  const scope = bad.function?.body ?? tree.root;
  const missing = missingProperty(bad)?.name;
  const names = new Set<string>();
  for (const node of scope.walk()) {
    const member = language.member(node);
    const subscript = language.subscript(node);
    if ((member?.object ?? subscript?.object)?.text !== object) continue;
    const name = member?.property.text ?? (subscript ? language.string(subscript.index) : undefined);
    const called = node.parent ? language.call(node.parent)?.callee === node : false;
    if (name !== undefined && name !== missing && !called) names.add(name);
  }
  return [...names];
}

function* makers(
  file: SourceFile,
): Generator<{ node: SourceFile['tree']['root']; keys: Set<string>; className?: string }> {
  const { language, tree } = file;
  for (const node of tree.root.walk()) {
    const record = language.record(node);
    if (record && !record.spread && record.entries.length >= leastShared) {
      yield { node, keys: new Set(record.entries.map(entry => entry.key)) };
    }
  }
  for (const { node, name } of language.classes(tree)) {
    yield { node, keys: new Set(fieldsOf(node, language).keys()), className: name };
  }
}
