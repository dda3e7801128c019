import { posix } from 'node:path';
import type { Frame } from '@errata/protocol/event';
import { findTraces } from '@errata/protocol/trace/parse';
import type { Sighting } from './framework.ts';
import { fromWorkspace } from './stack.ts';

/** How much of a failure is looked through for stack traces: from its end, where runners print them. */
const longest = 128 * 1024;

/** The exceptions whose stack traces stand in a text, with paths of the repository where frames lie in `files`. */
export function sightingsIn(text: string, workspace: string, files: readonly string[]): Sighting[] {
  const lines = text.slice(-longest).split(/\r?\n/);
  return findTraces(lines).flatMap(({ exceptions }) =>
    exceptions.map(({ type, value, frames }) => ({
      type,
      message: value,
      frames: frames.toReversed().flatMap(frame => sightedFrame(frame, workspace, files)),
    })),
  );
}

function sightedFrame(frame: Frame, workspace: string, files: readonly string[]): Sighting['frames'] {
  if (frame.line === undefined) return [];
  const file = frame.file.includes('/')
    ? ownFile(fromWorkspace(workspace, frame.file), files)
    : compiledFrom(frame, files);
  return [{ file, line: frame.line, ...(frame.function ? { function: frame.function } : {}) }];
}

/** Compilers name a file as seen from the folder that they were started in. */
function ownFile(path: string, files: readonly string[]): string {
  if (path.startsWith('/')) return path;
  const plain = path.replace(/^\.\//, '');
  return files.includes(plain) ? plain : (files.find(file => file.endsWith(`/${plain}`)) ?? plain);
}

/** Java names a file without its folder, which is that of its package. What is not of the repository lies outside of it. */
function compiledFrom({ file, module }: Frame, files: readonly string[]): string {
  const folder = posix.dirname((module ?? '').replaceAll('.', '/'));
  const wanted = folder === '.' ? file : `${folder}/${file}`;
  return files.find(path => path === wanted || path.endsWith(`/${wanted}`)) ?? `/${wanted}`;
}
