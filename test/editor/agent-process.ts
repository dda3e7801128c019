import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CenterRecord, centerRecordSchema } from '@errata/protocol/center-record';
import { processesWith } from '../process/processes.ts';
import { until } from './poll.ts';

/** The process id of the agent that the extension under `root`, the editor's folder, runs. */
export async function agentPid(root: string, timeoutMs?: number): Promise<number> {
  return until('the agent to run', async () => (await agentPids(root))[0], timeoutMs);
}

/** All agents of that extension that run now: one at most, unless something is wrong. */
export async function agentPids(root: string): Promise<number[]> {
  const found = await processesWith(join(root, 'ext'));
  return found.filter(({ argv }) => argv.at(-1) === 'lsp').map(({ pid }) => pid);
}

/** The log center that an agent started with this state folder, once it is ready. It outlives its agent: end it by its pid. */
export async function embeddedCenter(stateFolder: string): Promise<CenterRecord> {
  const file = join(stateFolder, 'errata', 'centers', 'embedded.json');
  return until(
    'the embedded log center',
    async () => {
      const text = await readFile(file, 'utf8').catch(() => undefined);
      return text !== undefined && centerRecordSchema.parse(JSON.parse(text));
    },
    30_000,
  );
}
