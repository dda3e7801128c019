import { writeFile } from 'node:fs/promises';
import { modelKey } from '../../../../agent/src/model/keys.ts';
import { ModelError } from '../../../../agent/src/model/model-error.ts';
import { engineSettingsFrom } from '../../../../agent/src/model/settings-from-env.ts';
import type { Engines } from '../../../../agent/src/workflow/model/engines.ts';
import type { BrokenCase } from '../../locate/case.ts';
import { describeCommit, describeMachine } from '../../machine.ts';
import { tableOf } from '../../table.ts';
import { UsageError } from '../../usage-error.ts';
import type { RepairCase } from '../case.ts';
import { modelFigures, modelRows } from './figures.ts';
import { KeptAnswers } from './kept-answers.ts';
import { CannotGoOnError, measureModel } from './measure.ts';

/** How a model is measured, as it was asked for. */
export interface ModelArguments {
  /** `PROVIDER:MODEL`. */
  readonly model: string;
  readonly url: string | undefined;
  /** Whether templates go first, as they do for people, or the model is asked in any case. */
  readonly auto: boolean;
  /** US dollars for all cases together. */
  readonly most: number | undefined;
}

export interface ModelBench {
  readonly cases: readonly RepairCase[];
  readonly broken: readonly BrokenCase[];
  /** Of the cases: answers are kept below it. */
  readonly folder: string;
  readonly jobs: number;
  readonly signal: AbortSignal;
  say(line: string): void;
}

/** Repairs cases with a model, goes on where it was stopped, and leaves a line for each case, a table and a JSON document. */
export async function benchModel(asked: ModelArguments, bench: ModelBench): Promise<number> {
  const { cases, folder, jobs, signal, say } = bench;
  const engines = enginesOf(asked);
  const commit = await describeCommit(['agent', 'protocol']);
  const kept = await KeptAnswers.open(folder, asked.auto ? `${asked.model} auto` : asked.model);
  const done = cases.filter(({ name }) => kept.has(name)).length;
  if (done > 0)
    say(`${done} of ${cases.length} cases were measured before; their answers are in ${kept.file}.`);
  let stopped: CannotGoOnError | undefined;
  let broken: readonly BrokenCase[] = bench.broken;
  try {
    const how = { engines, kept, commit, most: asked.most, jobs, signal, progress: say };
    broken = [...broken, ...(await measureModel(cases, how))];
  } catch (error) {
    if (!(error instanceof CannotGoOnError)) throw error;
    stopped = error;
  }
  for (const { name, reason } of broken) say(`Left out: ${name}. ${reason}`);
  const wanted = new Set(cases.map(({ name }) => name));
  const answers = kept.all.filter(({ name }) => wanted.has(name));
  const figures = modelFigures(answers);
  const file = kept.file.replace(/\.jsonl$/, '.json');
  const about = { date: new Date().toISOString(), commit, machine: await describeMachine() };
  const results = { ...about, model: asked.model, auto: asked.auto, figures, broken, answers };
  await writeFile(file, `${JSON.stringify(results, null, 2)}\n`);
  say(
    `\n${asked.model}, ${answers.length} of ${cases.length} cases\n\n${tableOf(modelRows(figures))}\n\n${file}`,
  );
  if (stopped) say(`\nStopped: ${stopped.message} The same command goes on from here.`);
  return stopped === undefined && answers.length > 0 ? 0 : 1;
}

function enginesOf({ model, url, auto }: ModelArguments): Engines {
  try {
    const overrides = { engine: auto ? 'auto' : 'model', model, modelUrl: url };
    const settings = engineSettingsFrom(process.env, overrides);
    return { settings, key: settings.model && modelKey(settings.model, process.env) };
  } catch (error) {
    if (ModelError.is(error)) throw new UsageError(error.message);
    throw error;
  }
}
