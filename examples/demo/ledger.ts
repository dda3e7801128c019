import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Crash } from './crash.ts';

/** Runs the ledger from a folder on the files that make it crash, and answers its exit code. */
export async function crashLedger(
  folder: string,
  crash: Crash,
  run: { scratch: string; log: string; release: string },
): Promise<number> {
  const inputs = await mkdtemp(join(run.scratch, 'ledger-input-'));
  for (const [name, text] of Object.entries(crash.files ?? {})) await writeFile(join(inputs, name), text);
  const program = spawn('python3', ['-m', 'ledger', ...(crash.command ?? [])], {
    cwd: inputs,
    env: {
      ...process.env,
      PYTHONPATH: folder,
      PYTHONDONTWRITEBYTECODE: '1',
      LEDGER_LOG: run.log,
      LEDGER_RELEASE: run.release,
    },
    stdio: 'ignore',
  });
  const [code] = await once(program, 'exit');
  return Number(code);
}
