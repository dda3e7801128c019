import type { Explanation } from '@errata/protocol/diagnosis';
import { jsonOf } from '@errata/protocol/lenient';
import { t } from '@vscode/l10n';
import { z } from 'zod';
import type { Model, ModelAnswer } from '../model/model.ts';
import { ModelError } from '../model/model-error.ts';
import { sharesOf } from '../model/window.ts';
import { contextParts, type ModelContext } from './context/context.ts';
import { diagnoseRules, languageRule } from './context/instructions.ts';
import { visible } from './context/quote.ts';
import { type NamedPlace, placesIn } from './named-place.ts';
import type { Sources } from './sources.ts';

const text = z
  .string()
  .nullish()
  .transform(given => given ?? '');
const place = z.object({ file: z.string(), line: z.number(), code: z.string() });
const answerSchema = z.object({
  found: z.boolean(),
  cause: z.string(),
  evidence: z.array(place.extend({ why: z.string() })),
  producedAt: place.nullable(),
  strategy: z.string(),
  disprovedBy: z.string(),
});
/** What a model may leave out all the same. */
const leniently = z.object({
  found: z.boolean().optional(),
  cause: text,
  evidence: z.array(z.unknown()).nullish(),
  producedAt: z.unknown().optional(),
  strategy: text,
  disprovedBy: text,
});
const form = { name: 'diagnosis', schema: z.toJSONSchema(answerSchema) };

const mostOutput = 8000;
const mostEvidence = 12;
const longest = 1500;

/**
 * Asks a model for the root cause. Only what the code bears out is kept: a cause without any place that exists is none. Throws
 * `ModelError`, and the signal's reason.
 */
export async function explain(
  model: Model,
  context: ModelContext,
  sources: Sources,
  signal: AbortSignal,
): Promise<Explanation> {
  const task = { type: 'text' as const, text: `What is the root cause of this error?${languageRule()}` };
  const answer = await model.ask(
    {
      purpose: 'diagnose',
      system: diagnoseRules,
      messages: [{ role: 'user', parts: [...contextParts(context), task] }],
      schema: form,
      temperature: 0,
      maxOutput: Math.min(mostOutput, sharesOf(model.window).output),
    },
    { signal },
  );
  const said = read(answer, model.id);
  const find = await placesIn(sources);
  const evidence: Explanation['evidence'] = [];
  for (const claim of said.evidence) {
    if (evidence.length === mostEvidence) break;
    const found = await find(claim);
    const isNew = found && !evidence.some(({ file, line }) => file === found.file && line === found.line);
    if (isNew) evidence.push({ ...found, why: told(claim.why) });
  }
  const producedAt = said.producedAt && (await find(said.producedAt));
  const isBorneOut =
    said.found && said.cause.trim() !== '' && (evidence.length > 0 || producedAt !== undefined);
  if (!isBorneOut) return { model: model.id, evidence: [] };
  return {
    model: model.id,
    cause: told(said.cause),
    evidence,
    ...(producedAt ? { producedAt } : {}),
    ...(said.strategy.trim() ? { strategy: told(said.strategy) } : {}),
    ...(said.disprovedBy.trim() ? { disprovedBy: told(said.disprovedBy) } : {}),
  };
}

function read(answer: ModelAnswer, model: string) {
  const parsed = leniently.safeParse(jsonOf(answer.text));
  if (!parsed.success)
    throw new ModelError(
      'bad-answer',
      t('{0} did not answer in the form that was asked for. Try again, or choose another model.', model),
      { cause: parsed.error },
    );
  const { found = true, evidence, producedAt, ...rest } = parsed.data;
  return {
    ...rest,
    found,
    evidence: (evidence ?? []).flatMap(each => claimOf(each) ?? []),
    producedAt: claimOf(producedAt),
  };
}

const claim = z.object({ file: z.string(), line: z.coerce.number().catch(0), code: text, why: text });

function claimOf(given: unknown): (NamedPlace & { why: string }) | undefined {
  return claim.safeParse(given).data;
}

/** A model may have been talked into anything: what it says is shown as plain text of a bounded length. */
function told(said: string): string {
  return visible(said.trim().slice(0, longest));
}
