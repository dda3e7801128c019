import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type LogCenterCommand, logCenterCommand } from '../center/process.ts';
import { isBelowNpx } from './npx.ts';

/** Goes on as the log center's own program: whoever stops this process stops that. */
export async function becomeLogCenter(options: readonly string[]): Promise<void> {
  const command = logCenterCommand(options);
  // Whoever runs npx stops it through us; and Windows cannot put one program in the place of another.
  if (isBelowNpx() || process.platform === 'win32') await lead(command);
  else replaceBy(command);
}

function replaceBy({ program, argv, environment }: LogCenterCommand): void {
  const set = Object.entries(environment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  if (process.execve === undefined) throw new Error('This Node is too old: 22.18 or newer is needed.');
  process.execve(program, [program, ...argv], Object.fromEntries(set));
}

async function lead({ program, argv, environment }: LogCenterCommand): Promise<void> {
  const child = spawn(program, argv, { stdio: 'inherit', env: environment });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  process.exitCode = Number(code ?? 1);
}
