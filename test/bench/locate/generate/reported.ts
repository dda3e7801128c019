import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import { eventFromBytes } from '@errata/protocol/event-input';
import { git } from '../../../../agent/src/git/git.ts';
import type { Crash } from './crash.ts';
import type { Random } from './random.ts';
import type { SourceRepository } from './source-repository.ts';

const around = 5;

/** The text as it is, or an event as an SDK sends it: frames with the code around them. */
export async function reportedEvent(
  text: string,
  crash: Crash,
  folder: string,
  random: Random,
): Promise<string | Event> {
  if (random.chance(0.6)) return text;
  const event = eventFromBytes(new TextEncoder().encode(text));
  const exceptions = await Promise.all(
    event.exceptions.map(async exception => ({
      ...exception,
      frames: await Promise.all(exception.frames.map(frame => quoted(frame, crash, folder))),
    })),
  );
  return { ...event, exceptions };
}

type Frame = Event['exceptions'][number]['frames'][number];

async function quoted(frame: Frame, crash: Crash, folder: string): Promise<Frame> {
  const reported = frame.file.replaceAll('\\', '/');
  const own = crash.frames.find(({ file, line }) => line === frame.line && reported.endsWith(`/${file}`));
  if (own === undefined) return frame;
  const lines = (await readFile(path.join(folder, own.file), 'utf8')).split('\n');
  const { line } = own;
  return {
    ...frame,
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
