import type { Origin } from '../origin.ts';
import type { SourceIndex } from '../sources.ts';
import type { FunctionPlace } from './definitions.ts';
import type { Step, Tracer } from './step.ts';

const searching = /^(?:find|lookup|look_up|search|query|locate|try|maybe|peek|match)(?:$|[A-Z_])/;
const nothing = new Set<Origin['kind']>(['lookup', 'returns-nothing', 'nothing-literal']);

/**
 * A function that gives nothing by design is not to blame, but the caller that relies on its result. `made` are the
 * origins that were found in it.
 */
export async function blameCaller(
  tracer: Tracer,
  step: Step,
  name: string,
  places: readonly FunctionPlace[],
  made: readonly Origin[],
): Promise<void> {
  const inside = made.filter(
    origin =>
      nothing.has(origin.kind) &&
      places.some(({ file, info }) => file === origin.file && info.node.contains(origin.node)),
  );
  if (inside.length === 0) return;
  const searches = searching.test(name) || inside.some(isHandedOn);
  if (!searches && !(await checkedElsewhere(name, step, tracer.index))) return;
  for (const origin of inside) origin.score *= 0.75;
  tracer.add({ kind: 'lookup', method: name }, step, 1.1);
}

/** A search whose result is returned as it is. */
function isHandedOn({ kind, node, file }: Origin): boolean {
  if (kind !== 'lookup') return false;
  const owner = file.language.functionOf(node);
  const returned = owner ? file.language.returns(owner) : [];
  return returned.some(({ value }) => value !== undefined && file.language.unwrap(value) === node);
}

/** Whether another place that calls the function looks whether it got something. */
async function checkedElsewhere(name: string, { file }: Step, index: SourceIndex): Promise<boolean> {
  const word = name.replace(/\$/g, '\\$&');
  const given = `\\b(\\w+)\\s*=\\s*(?:await\\s+)?[\\w.$]*\\b${word}\\([^\\n]*\\n\\s*`;
  const asked =
    'if\\s*\\(?\\s*(?:(?:!|not\\s+)\\1\\b(?!\\s*[.[(?])|\\1\\s+is\\s+None|\\1\\s*===?\\s*(?:null|undefined))';
  return (await index.matches(file.language.family, new RegExp(given + asked, 'g'))) > 0;
}
