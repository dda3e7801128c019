import type { SyntaxNode } from '../../language/syntax.ts';
import type { SourceFile } from '../sources.ts';
import { callsNamed } from './callers.ts';
import type { Step, Tracer } from './step.ts';

const mostFiles = 8;

/**
 * A field of a dataclass or named tuple: what the calls that make one give for it, and its default. False when the
 * class is none, or does not declare the field.
 */
export async function traceRecordField(
  tracer: Tracer,
  step: Step,
  owner: SyntaxNode,
  name: string,
  rest: readonly string[],
): Promise<boolean> {
  const { file } = step;
  const fields = declaredFields(owner);
  const position = fields.findIndex(field => field.name === name);
  const className = owner.child('name')?.text;
  if (position < 0 || className === undefined) return false;
  const { frame: _, ...plain } = step;
  const next = { ...plain, path: rest, steps: step.steps + 1, awaited: false };
  const files = await tracer.index.mentioning(file.language.family, className);
  for (const other of files.filter(known => !known.test).slice(0, mostFiles)) {
    for (const { arguments: given } of callsNamed(other, className)) {
      const { language } = other;
      const named = given.map(part => language.named(part)).find(part => part?.name === name);
      const plainly = given.some(part => language.spreads(part)) ? undefined : given[position];
      const value = named?.value ?? (plainly && language.named(plainly) ? undefined : plainly);
      if (value) await tracer.follow({ ...next, file: other, node: value });
    }
  }
  const fallback = fields[position]?.value;
  if (fallback) await tracer.follow({ ...next, node: fallback });
  return true;
}

/** What the literals that make an object of a class give for a field: Go and Rust have no constructors. */
export async function traceLiterals(tracer: Tracer, step: Step, className: string): Promise<void> {
  const { frame: _, ...plain } = step;
  const next = { ...plain, steps: step.steps + 1, awaited: false };
  const files = await tracer.index.mentioning(step.file.language.family, className);
  for (const file of files.filter(known => !known.test).slice(0, mostFiles)) {
    for (const node of file.tree.root.walk()) {
      if (file.language.record(node) && classMade(node, file) === className)
        await tracer.follow({ ...next, file, node });
    }
  }
}

/** The class that a literal names. */
function classMade(node: SyntaxNode, { language }: SourceFile): string | undefined {
  const name = (node.child('type') ?? node.child('name'))?.text.replace(/[[<].*$/s, '').match(/\w+$/)?.[0];
  return name === 'Self' ? language.classOf(node)?.name : name;
}

/** The annotated fields of a Python class whose constructor is made of them, in their order. */
function declaredFields(owner: SyntaxNode): { name: string; value: SyntaxNode | undefined }[] {
  const decorated = owner.parent?.type === 'decorated_definition' ? owner.parent : undefined;
  const decorators = decorated?.children.filter(child => child.type === 'decorator') ?? [];
  const made =
    decorators.some(decorator => /^@(\w+\.)*(dataclass|define|frozen|attrs|s)\b/.test(decorator.text)) ||
    /\bNamedTuple\b/.test(owner.child('superclasses')?.text ?? '');
  if (owner.type !== 'class_definition' || !made) return [];
  return (owner.child('body')?.parts ?? []).flatMap(statement => {
    const assignment = statement.type === 'expression_statement' ? statement.parts[0] : undefined;
    const type = assignment?.type === 'assignment' ? assignment.child('type') : undefined;
    if (!assignment || !type || /^(\w+\.)*ClassVar\b/.test(type.text)) return [];
    return [{ name: assignment.child('left')?.text ?? '', value: assignment.child('right') }];
  });
}

const adders = /^(push|unshift|append|add|appendleft|insert)$/;

/** What is put into a field of the object that `this` or `self` stands for, from anywhere in its class. */
export async function traceAdded(
  tracer: Tracer,
  step: Step,
  owner: SyntaxNode,
  name: string,
  rest: readonly string[],
): Promise<void> {
  const { language } = step.file;
  const { frame: _, ...plain } = step;
  for (const node of owner.child('body')?.walk() ?? []) {
    const call = language.call(node);
    const method = call ? language.member(call.callee) : undefined;
    const field = method ? language.member(method.object) : undefined;
    const value = call?.arguments.at(-1);
    if (!value || !method || !field || !adders.test(method.property.text)) continue;
    if (field.property.text !== name || !language.isSelf(field.object)) continue;
    await tracer.follow({ ...plain, node: value, path: rest, steps: step.steps + 1, awaited: false });
  }
}
