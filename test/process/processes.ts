import { readdir, readFile } from 'node:fs/promises';

export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
  readonly argv: readonly string[];
}

/** Every process that may be looked at (Linux). Those that end meanwhile are left out. */
export async function runningProcesses(): Promise<RunningProcess[]> {
  const pids = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const found = await Promise.all(pids.map(read));
  return found.filter(each => each !== undefined);
}

/** Those of which some argument contains `text`. */
export async function processesWith(text: string): Promise<RunningProcess[]> {
  return (await runningProcesses()).filter(({ argv }) => argv.some(argument => argument.includes(text)));
}

async function read(pid: number): Promise<RunningProcess | undefined> {
  try {
    const [command, stat] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, 'utf8'),
      readFile(`/proc/${pid}/stat`, 'utf8'),
    ]);
    // The name in parentheses may hold anything; the state and the parent follow it.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    return { pid, parent, argv: command.split('\0').slice(0, -1) };
  } catch {
    return undefined;
  }
}
