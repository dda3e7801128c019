import type { FunctionInfo } from '../../language/language.ts';
import type { FunctionPlace } from './definitions.ts';
import { element, type Step, type Tracer } from './step.ts';

/** What a function gives back: its returned values, or nothing where it forgets to return. */
export async function traceReturns(
  tracer: Tracer,
  step: Step,
  place: FunctionPlace,
  path: readonly string[],
): Promise<void> {
  const { info, file } = place;
  const { frame: _, ...plain } = step;
  const next = {
    ...plain,
    file,
    steps: step.steps + 1,
    certain: step.certain && place.certain,
    awaited: false,
  };
  const explained = path.length === 0 && tracer.wantsNothing;
  if (info.async && step.awaited !== true && !info.generator && (path.length > 0 || !explained)) {
    tracer.add({ kind: 'not-awaited', callee: info }, step);
    return;
  }
  if (info.generator) return traceYields(tracer, next, info, path);
  const returns = file.language.returns(info);
  for (const { statement, value } of returns) {
    if (!value) {
      if (explained)
        tracer.add({ kind: 'missing-return', callee: info, statement }, { ...next, node: statement });
    } else if (file.language.isNothing(file.language.unwrap(value))) {
      if (explained)
        tracer.add({ kind: 'returns-nothing', callee: info, statement }, { ...next, node: statement });
    } else {
      await tracer.follow({ ...next, node: value, path });
    }
  }
  if (explained && file.language.fallsThrough(info)) {
    const deliberate = returns.some(found => found.value && file.language.isNothing(found.value)) ? 0.8 : 1;
    const node = file.language.openEnd(info) ?? info.node;
    tracer.add({ kind: 'missing-return', callee: info }, { ...next, node }, deliberate);
  }
}

async function traceYields(
  tracer: Tracer,
  step: Omit<Step, 'node'>,
  info: FunctionInfo,
  path: readonly string[],
): Promise<void> {
  const [first, ...rest] = path;
  if (first !== element || !info.body) return;
  for (const node of info.body.walk()) {
    const value = node.type === 'yield' || node.type === 'yield_expression' ? node.parts[0] : undefined;
    if (value) await tracer.follow({ ...step, node: value, path: rest });
  }
}

/** A function written as a value has nothing to follow; other expressions end the way. */
export async function traceFunctionValue(tracer: Tracer, step: Step): Promise<void> {
  if (step.path.length === 0 && tracer.wanted.badness === 'shape' && step.node.type === 'object') {
    tracer.add({ kind: 'wrong-shape', made: 'other' }, step);
  }
}
