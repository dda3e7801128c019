import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { CODE_SERVER_VERSION } from '../../editor/code-server.ts';
import { installEditor } from '../../editor/install.ts';
import { describeCommit, describeMachine } from '../machine.ts';
import { record } from '../record.ts';
import { isMissed } from '../rows.ts';
import { tableOf } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { type EditorPart, editorParts } from './figures.ts';
import { measureEditor } from './measure.ts';
import type { Extent } from './measuring.ts';
import { editorRows } from './page.ts';

export const editorUsage = `npm run bench -- editor [--quick] [--only PART]…
           PART: ${editorParts.join(' ')}`;

const whole: Extent = {
  windowLoads: 30,
  arrivals: 80,
  burstSeconds: 10,
  idleSeconds: 300,
  kills: 3,
  reviews: 40,
};
const quickly: Extent = {
  windowLoads: 2,
  arrivals: 10,
  burstSeconds: 3,
  idleSeconds: 30,
  kills: 1,
  reviews: 2,
};

/** Measures the extension in a real VS Code, prints and records that; a part of it, or a quick look, is only printed. */
export async function benchEditor(args: string[], signal: AbortSignal): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
  });
  const wanted = (values.only ?? editorParts).map(partNamed);
  const about = {
    date: new Date().toISOString(),
    commit: await describeCommit(['agent', 'extension', 'log-center', 'protocol', 'webview-ui']),
    command: ['npm run bench -- editor', ...args].join(' '),
    machine: await describeMachine(),
    load: loadavg()[0] ?? 0,
    editor: `code-server ${CODE_SERVER_VERSION}`,
  };
  const progress = (line: string) =>
    process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
  const editor = await installEditor({ signal, progress });
  if (!editor.ok) throw new UsageError(`There is no editor to measure in: ${editor.reason}`);
  const figures = await measureEditor(
    { ...(values.quick ? quickly : whole), editor, signal, progress },
    wanted,
  );
  const rows = editorRows(figures);
  process.stdout.write(`\n${tableOf(rows)}\n`);
  if (values.quick || values.only !== undefined) return 0;
  await record('editor', { ...about, figures });
  return rows.some(isMissed) ? 1 : 0;
}

function partNamed(name: string): EditorPart {
  const part = editorParts.find(each => each === name);
  if (part === undefined) throw new UsageError(`There is no part ${name} of this benchmark.`);
  return part;
}
