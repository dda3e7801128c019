import type { Step, Tracer } from './step.ts';

/** A divisor: the collection whose length it is, or where its number comes from. */
export async function traceZero(tracer: Tracer, step: Step): Promise<void> {
  const { file } = step;
  const { language } = file;
  const node = language.unwrap(step.node);
  const call = language.call(node);
  const given = call?.arguments[0];
  const name = call ? (language.member(call.callee)?.property ?? call.callee).text : '';
  if (call && given && /^(len|sum|count|max|min|float|int|Decimal|abs)$/.test(name)) {
    const inner = language.unwrap(given);
    if (/^(float|int|Decimal|abs)$/.test(name)) return traceZero(tracer, { ...step, node: inner });
    const over =
      inner.type === 'generator_expression'
        ? (inner.childOfType('for_in_clause')?.child('right') ?? inner)
        : inner;
    tracer.add({ kind: 'empty', collection: over }, step);
    return;
  }
  const counted = language.member(call?.callee ?? node);
  if (counted && /^(length|size|count|Length|Count|len)$/.test(counted.property.text)) {
    tracer.add({ kind: 'empty', collection: counted.object }, step);
    return;
  }
  if (!language.isIdentifier(node) || step.steps > 3) {
    tracer.add({ kind: 'empty', collection: node }, step, 0.6);
    return;
  }
  const info = language.functionOf(node);
  const assigned = info?.body
    ? language.assignments(info.body).filter(found => found.target.text === node.text)
    : [];
  for (const found of assigned) {
    if (
      found.value &&
      found.kind === 'assign' &&
      found.statement.start < node.start &&
      language.call(language.unwrap(found.value))
    ) {
      await traceZero(tracer, { ...step, node: found.value, steps: step.steps + 1 });
    }
  }
  const loop = assigned
    .find(found => found.kind === 'augment')
    ?.statement.ancestor('for_statement')
    ?.child('right');
  if (loop) tracer.add({ kind: 'empty', collection: loop }, { ...step, steps: step.steps + 1 });
  tracer.add({ kind: 'empty', collection: node }, step, 0.5);
}
