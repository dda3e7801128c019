import type { ModelTrouble } from '@errata/protocol/model';
import type { Candidate, ReproductionTest } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { ModelContext } from '../../diagnose/context/context.ts';
import { visible } from '../../diagnose/context/quote.ts';
import type { Sources } from '../../diagnose/sources.ts';
import { Tally } from '../../model/limits/tally.ts';
import type { Model, ModelAnswer, ModelRequest } from '../../model/model.ts';
import { ModelError } from '../../model/model-error.ts';
import type { ChangeFinisher } from '../changes.ts';
import { type Assembled, assemble } from './assemble.ts';
import type { EditableFiles } from './editable-files.ts';
import { type Problem, troubleOf } from './problem.ts';
import { type Answer, readAnswer } from './read-answer.ts';
import { correctionOf } from './request.ts';

/** Of one answer of a strong model that is shown the right code about half are right (Agentless solves 50.8 % of SWE-bench Verified). */
const prior = 0.5;

interface SampleOptions {
  readonly model: Model;
  readonly context: ModelContext;
  readonly sources: Sources;
  readonly files: EditableFiles;
  readonly finisher: ChangeFinisher;
  readonly signal: AbortSignal;
}

/** What came of one answer and its correction. */
export interface Sample {
  readonly candidate?: Candidate | undefined;
  readonly test?: ReproductionTest | undefined;
  readonly troubles: readonly ModelTrouble[];
}

interface Checked extends Pick<Sample, 'candidate' | 'test'> {
  /** What stands in the way of the fix. */
  readonly problems: readonly Problem[];
  readonly testProblems: readonly Problem[];
}

/** Asks once, and once more where there is something wrong with the answer that can be told. */
export async function takeSample(request: ModelRequest, options: SampleOptions): Promise<Sample> {
  const { model } = options;
  const tally = new Tally(model.id, false);
  const ask = async (asked: ModelRequest): Promise<ModelAnswer> => {
    const began = performance.now();
    const answer = await model.ask(asked, { signal: options.signal });
    const { tokens, cost } = answer;
    tally.add({ tokens, cost, milliseconds: Math.round(performance.now() - began) });
    return answer;
  };
  let first: Checked | undefined;
  try {
    const answered = await ask(request);
    const answer = whole(answered, model.id);
    first = await check(answer, options);
    let last = first;
    if (first.problems.length > 0) {
      const correction = correctionOf(request, answered.text, first.problems, options.context);
      const said = whole(await ask(correction), model.id);
      const label = said.label ?? answer.label;
      const explanation = said.explanation || answer.explanation;
      last = await check({ ...said, label, explanation }, options);
    }
    return {
      candidate: last.candidate && { ...last.candidate, spent: tally.spend },
      test: last.test ?? first.test,
      troubles: troublesOf(last, model.id),
    };
  } catch (error) {
    if (!ModelError.is(error)) throw error;
    return { test: first?.test, troubles: [error.trouble, ...(first ? troublesOf(first, model.id) : [])] };
  }
}

function troublesOf({ problems, testProblems }: Checked, model: string): ModelTrouble[] {
  return [...problems, ...testProblems].map(problem => troubleOf(problem, model));
}

/** Reads an answer that has edits and an end. */
function whole({ text, stop }: ModelAnswer, model: string): Answer {
  if (text.trim() === '')
    throw new ModelError('empty', t('{0} answered with nothing. Try again, or choose another model.', model));
  const answer = readAnswer(text);
  if (stop === 'length')
    throw new ModelError(
      'too-long',
      t('The answer of {0} grew too long and was cut off. Try again, or choose another model.', model),
    );
  if (answer.declined !== undefined)
    throw new ModelError('empty', t('{0} found no fix: {1}', model, oneLine(answer.declined)));
  return answer;
}

async function check(answer: Answer, { files, sources, finisher }: SampleOptions): Promise<Checked> {
  const { changes, test, problems, testProblems }: Assembled = await assemble(answer, files, sources);
  if (problems.length > 0) return { test, problems, testProblems };
  const finished = await finisher.finish(changes, {
    engine: 'model',
    label: answer.label ?? 'guard',
    explanation: oneLine(answer.explanation) || t('Changes {0}.', changes.map(({ path }) => path).join(', ')),
    prior,
  });
  if (!('unfit' in finished)) return { candidate: finished, test, problems, testProblems };
  const { unfit, path } = finished;
  return { test, problems: unfit === 'known' ? [] : [{ kind: unfit, path }], testProblems };
}

function oneLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim();
}
