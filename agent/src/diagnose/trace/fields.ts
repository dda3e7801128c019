import type { Assignment, Family, FunctionInfo, Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { classNamed } from './definitions.ts';
import { traceAdded, traceLiterals, traceRecordField } from './records.ts';
import { element, type Step, type Tracer } from './step.ts';

const madeByLiterals: ReadonlySet<Family> = new Set(['go', 'rust']);

/** Assignments to fields of a class, by field name: declarations in its body and writes through `this` or `self`. */
export function fieldsOf(owner: SyntaxNode, language: Language): Map<string, Assignment[]> {
  const fields = new Map<string, Assignment[]>();
  const note = (name: string, found: Assignment) => fields.set(name, [...(fields.get(name) ?? []), found]);
  const body = owner.child('body');
  for (const scope of scopesOf(owner, language)) {
    for (const found of language.assignments(scope, true)) {
      const member = language.member(found.target);
      if (member && language.isSelf(member.object)) note(member.property.text, found);
      else if (!member && body && isDeclared(found, body)) note(found.target.text, found);
    }
  }
  if (!body) return fields;
  for (const node of body.walk()) {
    if (node.type !== 'required_parameter' && node.type !== 'optional_parameter') continue;
    const declares = node.children.some(
      child => child.type === 'accessibility_modifier' || child.type === 'readonly',
    );
    const target = node.child('pattern');
    if (declares && target) note(target.text, { target, value: target, kind: 'declare', statement: node });
  }
  return fields;
}

/** The body of a class, and its methods that are written outside of it. */
function scopesOf(owner: SyntaxNode, language: Language): SyntaxNode[] {
  const body = owner.child('body');
  const name = language.classOf(owner)?.name;
  const outside = language
    .functions(owner.tree)
    .filter(info => info.className === name && info.body && !owner.contains(info.node));
  return [...(body ? [body] : []), ...outside.flatMap(info => info.body ?? [])];
}

function isDeclared(found: Assignment, body: SyntaxNode): boolean {
  const above = found.statement.parent;
  return above === body || above?.parent === body;
}

function inConstructor(found: Assignment, language: Language): boolean {
  return language.functionOf(found.target)?.kind === 'constructor';
}

/** A field of the object that `this`, `self` or a class stands for. */
export async function traceField(tracer: Tracer, step: Step): Promise<void> {
  const { file, node, path } = step;
  const { language } = file;
  const [name, ...rest] = path;
  const owner = language.classOf(node)?.node;
  if (name === undefined || !owner) return;
  const fields = fieldsOf(owner, language);
  const methods = language
    .functions(file.tree)
    .filter(info => info.name === name && isMethod(info, owner, language));
  const getter = methods.find(info => isGetter(info.node));
  if (getter) {
    for (const found of language.returns(getter)) {
      if (found.value) await tracer.follow({ ...step, node: found.value, path: rest, steps: step.steps + 1 });
    }
    return;
  }
  if (methods.length > 0) return;
  if (rest[0] === element) await traceAdded(tracer, step, owner, name, rest.slice(1));
  if (await traceRecordField(tracer, step, owner, name, rest)) return;
  const assigned = fields.get(name) ?? [];
  const initial = assigned.filter(
    found =>
      found.value &&
      (inConstructor(found, language) || found.kind === 'declare' || isClassLevel(found, language)),
  );
  const className = language.classOf(owner)?.name ?? '';
  const literal = madeByLiterals.has(language.family);
  if (literal) await traceLiterals(tracer, { ...step, path }, className);
  if (!literal && initial.length === 0 && !(await inherits(tracer, step, owner, name))) {
    const known = [...fields.keys(), ...methodNames(step, owner)].filter(key => key !== name);
    if (rest.length === 0 && tracer.wantsNothing) {
      const needsSetup = assigned.some(found => found.value) ? 0.85 : 1;
      tracer.add(
        { kind: 'missing-field', property: name, keys: known, className },
        { ...step, node: owner },
        needsSetup,
      );
    }
  }
  for (const found of assigned) {
    if (!found.value || found.kind === 'augment') continue;
    const { frame: _, ...plain } = step;
    await tracer.follow({ ...plain, node: found.value, path: rest, steps: step.steps + 1, awaited: false });
  }
}

function isClassLevel(found: Assignment, language: Language): boolean {
  return language.family === 'python' && language.functionOf(found.target) === undefined;
}

function isGetter(node: SyntaxNode): boolean {
  if (node.children.some(child => child.type === 'get')) return true;
  return (
    node.parent?.type === 'decorated_definition' && /^@(\w+\.)*(cached_)?property\b/.test(node.parent.text)
  );
}

function isMethod(info: FunctionInfo, owner: SyntaxNode, language: Language): boolean {
  return language.classOf(info.node)?.node === owner;
}

function methodNames(step: Step, owner: SyntaxNode): string[] {
  const { language, tree } = step.file;
  return language
    .functions(tree)
    .filter(info => isMethod(info, owner, language))
    .map(info => info.name)
    .filter(Boolean);
}

/** Whether a base class gives the field, which is then followed there, or may give it because it is not known. */
async function inherits(tracer: Tracer, step: Step, owner: SyntaxNode, name: string): Promise<boolean> {
  for (const base of step.file.language.classOf(owner)?.bases ?? []) {
    const found = await classNamed(base, step.file, tracer.index);
    if (!found) return true;
    const fields = fieldsOf(found.node, found.file.language);
    if (fields.has(name)) {
      const { frame: _, ...plain } = step;
      await traceField(tracer, { ...plain, file: found.file, node: found.node, steps: step.steps + 1 });
      return true;
    }
    if (found.node !== owner && (await inherits(tracer, { ...step, file: found.file }, found.node, name)))
      return true;
  }
  return false;
}
