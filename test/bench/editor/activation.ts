import { until } from '../../editor/poll.ts';
import { Probe, packageProbe } from '../../editor/probe/probe.ts';
import { Workbench } from '../../editor/workbench.ts';
import type { EditorFigures } from './figures.ts';
import type { Measuring } from './measuring.ts';

const extensions = { errata: 'errata.errata', git: 'vscode.git' } as const;
type Times = Record<keyof typeof extensions, number[]>;

/**
 * Loads the window again and again, and reads what VS Code says the extensions took to load and activate. In its count is all that
 * the others do before it comes to the code of one, as they start together; `own` begins when it reads that code.
 */
export async function measureActivation(
  { editor, folder, windowLoads, signal, progress }: Measuring,
  repository: string,
  vsix: string,
): Promise<NonNullable<EditorFigures['activation']>> {
  await using probe = await Probe.start();
  await using workbench = await Workbench.open(editor, {
    folder: repository,
    extensions: [vsix, await packageProbe(folder)],
    env: { ERRATA_PROBE: String(probe.port) },
  });
  const counted: Times = { errata: [], git: [] };
  const own: Times = { errata: [], git: [] };
  for (let load = 0; load < windowLoads; load++) {
    signal.throwIfAborted();
    if (load > 0) await workbench.reload(repository);
    await workbench.palette.run('Developer: Startup Performance', 60_000);
    const page = await startupPage(probe);
    const marks = await probe.ask('marks');
    for (const [column, id] of Object.entries(extensions) as [keyof Times, string][]) {
      const { loaded, called } = activationOf(page, id);
      counted[column].push(loaded + called);
      own[column].push(readingOf(marks, id) + called);
    }
    progress(
      `load ${load + 1}: ${counted.errata.at(-1)} ms, ${own.errata.at(-1)} of them its own; Git ${counted.git.at(-1)}, ${own.git.at(-1)}`,
    );
  }
  return { counted, own };
}

/** What VS Code writes of its start, as soon as all extensions have been activated. */
function startupPage(probe: Probe): Promise<string> {
  return until(
    'the page on the start of VS Code',
    async () => {
      const text = await probe.ask('document/text', { scheme: 'perf' });
      return text?.includes(`| ${extensions.errata} `) === true && text;
    },
    60_000,
  );
}

/** From the table *Extension Activation Stats*: how long its code took to be loaded, and the call of `activate`. */
function activationOf(page: string, id: string): { loaded: number; called: number } {
  const row = page.split('\n').find(line => line.startsWith(`| ${id} `));
  const [, , , loaded, called] = row?.split('|').map(cell => cell.trim()) ?? [];
  if (!/^\d+$/.test(loaded ?? '') || !/^\d+$/.test(called ?? ''))
    throw new Error(`VS Code says nothing of the activation of ${id}: ${row}`);
  return { loaded: Number(loaded), called: Number(called) };
}

/** From reading the file until all in it has run. */
function readingOf(marks: Readonly<Record<string, number>>, id: string): number {
  const [from, to] = ['will', 'did'].map(when => marks[`code/extHost/${when}LoadExtensionCode/${id}`]);
  if (from === undefined || to === undefined) throw new Error(`VS Code noted no reading of ${id}`);
  return to - from;
}
