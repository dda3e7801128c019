import { ScratchRepository } from '../../git/scratch-repository.ts';

/** A repository with a program, and a fix of it on a branch of its own that was not merged yet. For tests. */
export interface ScratchFix {
  readonly scratch: ScratchRepository;
  /** Oldest first. */
  readonly commits: readonly string[];
}

export const program = Array.from({ length: 40 }, (_, at) => `line ${at}\n`);

/** The program with some of its lines replaced, by number. */
export function withLines(lines: Readonly<Record<number, string>>, text: string = program.join('')): string {
  return text
    .split('\n')
    .map((line, at) => lines[at] ?? line)
    .join('\n');
}

/** @param parts each makes a commit on `errata/fix`, of lines of `app.txt` */
export async function scratchFix(parts: readonly Record<number, string>[]): Promise<ScratchFix> {
  const scratch = await ScratchRepository.create();
  await scratch.commit({ files: { 'app.txt': program.join(''), 'other.txt': 'other\n' }, message: 'begin' });
  await scratch.git('switch', '--quiet', '--create', 'errata/fix');
  const commits: string[] = [];
  let text = program.join('');
  for (const part of parts) {
    text = withLines(part, text);
    commits.push(await scratch.commit({ files: { 'app.txt': text }, message: `fix ${commits.length}` }));
  }
  await scratch.git('switch', '--quiet', 'main');
  return { scratch, commits };
}
