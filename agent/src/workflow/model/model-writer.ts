import { explain } from '../../diagnose/explain.ts';
import { guardModel } from '../../model/limits/guard-model.ts';
import { KeptModelAnswers } from '../../model/limits/kept-answers.ts';
import { openModel } from '../../model/open-model.ts';
import { proposeWithModel } from '../../propose/model/propose-with-model.ts';
import type { WriteOptions } from './write-fixes.ts';
import type { Writer } from './writer.ts';

/** The model that was chosen. Throws `ModelError` where there is none, or no key for it. */
export async function modelWriter(options: WriteOptions): Promise<Writer> {
  const { engines, ledger, run, asked, bench, report, signal } = options;
  const opened = await openModel(engines.settings, engines);
  const cache = new KeptModelAnswers();
  const model = guardModel(opened, { settings: engines.settings, run, ledger, cache, report });
  return {
    name: model.id,
    explain: context => explain(model, context, bench.tree, signal),
    write: ({ context, room: { reproduction }, known, failures, samples }) =>
      proposeWithModel({
        ...{ model, context, sources: bench.tree, samples, known, failures, signal },
        ...{ words: asked?.words, before: asked?.before },
        reproduction: 'test' in reproduction ? reproduction.test : undefined,
      }),
    spent: () => model.spent(),
  };
}
