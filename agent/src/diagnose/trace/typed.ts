import { classNamed } from './definitions.ts';
import { traceField } from './fields.ts';
import type { Step, Tracer } from './step.ts';

/** The class that a written type names: `Cart | undefined`, `Optional[Cart]`, `'Cart'` → Cart. */
function classInType(type: string): string | undefined {
  const names = type
    .match(/\b[A-Z]\w*/g)
    ?.filter(name => !/^(Optional|Union|Promise|Partial|Readonly|Awaited)$/.test(name));
  return names?.length === 1 && !/\[\]|List|Array|Dict|Map|Set|Iterable|Sequence|Record/.test(type)
    ? names[0]
    : undefined;
}

/** A property of a value known only by its written type: looked for in the class of that name. */
export async function traceTyped(
  tracer: Tracer,
  step: Step,
  type: string,
  path: readonly string[],
): Promise<void> {
  const name = classInType(type);
  const found = name ? await classNamed(name, step.file, tracer.index) : undefined;
  if (!found) return;
  const { frame: _, ...plain } = step;
  await traceField(tracer, { ...plain, file: found.file, node: found.node, path, steps: step.steps + 1 });
}
