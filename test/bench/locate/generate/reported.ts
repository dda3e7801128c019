import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import { eventFromBytes } from '@errata/protocol/event-input';
import { git } from '../../../../agent/src/git/git.ts';
import type { Crash } from './crash.ts';
import type { Random } from './random.ts';
import type { SourceRepository } from './source-repository.ts';

const around = 5;

/** The event as an SDK sends it: frames with the code around them and, where they were captured, with values. */
export async function reportedEvent(text: string, crash: Crash, folder: string): Promise<Event> {
  const event = eventFromBytes(new TextEncoder().encode(text));
  const captured = [...crash.captured];
  const exceptions: Event['exceptions'] = [];
  for (const exception of event.exceptions) {
    const frames: Frame[] = [];
    for (const frame of exception.frames) {
      const own = ownFrame(frame, crash);
      if (own === undefined) {
        frames.push(frame);
        continue;
      }
      const file = path.join(folder, own.file);
      const at = captured.findIndex(each => each.file === file && each.line === own.line);
      const [values] = at < 0 ? [] : captured.splice(at, 1);
      frames.push({
        ...frame,
        ...(await quoted(file, own.line)),
        ...(values === undefined ? {} : { variables: values.variables }),
      });
    }
    exceptions.push({ ...exception, frames });
  }
  return { ...event, exceptions };
}

type Frame = Event['exceptions'][number]['frames'][number];

function ownFrame(frame: Frame, { frames }: Crash): Crash['frames'][number] | undefined {
  const reported = frame.file.replaceAll('\\', '/');
  return frames.find(({ file, line }) => line === frame.line && reported.endsWith(`/${file}`));
}

async function quoted(file: string, line: number): Promise<Partial<Frame>> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return {
    contextLine: lines[line - 1] ?? '',
    preContext: lines.slice(Math.max(0, line - 1 - around), line - 1),
    postContext: lines.slice(line, line + around),
  };
}

/** The ways in which clients name a release. */
export async function releaseNamed(
  source: SourceRepository,
  commit: string,
  name: string,
  random: Random,
): Promise<string> {
  if (random.chance(0.6)) return commit;
  if (random.chance(0.5)) return `${source.name}@${commit.slice(0, 12)}`;
  const version = `99.${Number(/\d+$/.exec(name)?.[0] ?? 0)}.0`;
  await git.run(['tag', '--force', `v${version}`, commit], { cwd: source.copy, writes: true });
  return `${source.name}@${version}`;
}
