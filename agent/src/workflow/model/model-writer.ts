import { t } from '@vscode/l10n';
import { explain } from '../../diagnose/explain.ts';
import { guardModel } from '../../model/limits/guard-model.ts';
import { KeptModelAnswers } from '../../model/limits/kept-answers.ts';
import { windowOf } from '../../model/offered-models.ts';
import { openModel } from '../../model/open-model.ts';
import { proposeWithModel } from '../../propose/model/propose-with-model.ts';
import type { WriteOptions } from './write-fixes.ts';
import { testOf, type Writer } from './writer.ts';

/** The model that was chosen. Throws `ModelError` where there is none, or no key for it. */
export async function modelWriter(options: WriteOptions): Promise<Writer> {
  const { engines, ledger, run, retries, asked, bench, report, signal } = options;
  const { settings } = engines;
  const opened = await openModel(settings, engines);
  const choice = settings.model;
  report(t('Asking how much {0} takes', opened.id));
  const window = choice && (await windowOf({ ...engines, choice }, signal));
  const cache = new KeptModelAnswers();
  const model = guardModel(opened, { settings, window, run, retries, ledger, cache, report });
  const about = { model, sources: bench.tree, words: asked?.words, before: asked?.before, signal };
  return {
    name: model.id,
    window,
    explain: context => explain(model, context, bench.tree, signal),
    write: ({ room, ...question }) => proposeWithModel({ ...about, ...question, reproduction: testOf(room) }),
    ...(settings.steps > 0 && {
      writeInSteps: async ({ samples: _, ...question }) => {
        const { solveInSteps } = await import('../steps/solve-in-steps.ts');
        const { steps } = settings;
        return solveInSteps({ ...about, ...question, steps, reproduction: testOf(question.room), report });
      },
    }),
    spent: () => model.spent(),
  };
}
