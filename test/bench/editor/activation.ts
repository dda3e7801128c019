import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../editor/poll.ts';
import { Workbench } from '../../editor/workbench.ts';
import type { EditorFigures } from './figures.ts';
import type { Measuring } from './measuring.ts';

const columns = { errata: 'Errata', git: 'Git' } as const;

/** Loads the window again and again, and reads what VS Code says the extensions took to load and activate. */
export async function measureActivation(
  { editor, windowLoads, signal, progress }: Measuring,
  repository: string,
  vsix: string,
): Promise<NonNullable<EditorFigures['activation']>> {
  await using workbench = await Workbench.open(editor, { folder: repository, extensions: [vsix] });
  const measured: { errata: number[]; git: number[] } = { errata: [], git: [] };
  for (let load = 0; load < windowLoads; load++) {
    signal.throwIfAborted();
    if (load > 0) await workbench.reload(repository);
    await workbench.palette.run('Developer: Show Running Extensions', 60_000);
    for (const [column, name] of Object.entries(columns) as ['errata' | 'git', string][]) {
      measured[column].push(await activationOf(workbench, name));
    }
    progress(`load ${load + 1}: ${measured.errata.at(-1)} ms, Git ${measured.git.at(-1)} ms`);
    await delay(500, undefined, { signal });
  }
  return measured;
}

async function activationOf({ page }: Workbench, name: string): Promise<number> {
  const row = page.locator('.runtime-extensions-editor .monaco-list-row').filter({
    has: page.locator('.name').getByText(name, { exact: true }),
  });
  return until(
    `the time in which ${name} was activated`,
    async () => {
      const [text] = await row.locator('.activation-time').allInnerTexts();
      const [, milliseconds] = /Activation: (\d+)ms/.exec(text ?? '') ?? [];
      return milliseconds !== undefined && Number(milliseconds);
    },
    30_000,
  );
}
