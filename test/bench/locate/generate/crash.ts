import path from 'node:path';
import type { Random } from './random.ts';
import type { CapturedFrame, TestRun, Toolchain, TraceFrame } from './toolchain.ts';

/** An error that a mistake made the code end with. */
export interface Crash {
  readonly text: string;
  /** Frames in the checkout, innermost first, with their paths in it. */
  readonly frames: readonly TraceFrame[];
  readonly captured: readonly CapturedFrame[];
}

// What is wrong before any code runs shows up in no production.
const atLoad =
  /\b(?:SyntaxError|IndentationError|TabError|ImportError|ModuleNotFoundError)\b|^Error: timeout/;

/** An error of the code itself in a test that passed before; nothing when only the tests complain. */
export function findCrash(
  run: TestRun,
  before: TestRun,
  folder: string,
  toolchain: Toolchain,
  random: Random,
): Crash | undefined {
  const found = [...run.crashes].flatMap(([test, { text, captured }]) => {
    if (!before.passed.has(test) || atLoad.test(text)) return [];
    const frames = ownFrames(text, folder, toolchain);
    const [innermost] = frames;
    return innermost !== undefined && toolchain.isSource(innermost.file) ? [{ text, frames, captured }] : [];
  });
  return random.pick(found.slice(0, 50));
}

function ownFrames(text: string, folder: string, toolchain: Toolchain): TraceFrame[] {
  return toolchain.frames(text).flatMap(frame => {
    const file = path.relative(folder, frame.file).split(path.sep).join('/');
    return /^\.\.|^\/|node_modules/.test(file) ? [] : [{ ...frame, file }];
  });
}

const places = [
  '/usr/src/app',
  '/srv/app/releases/20240611',
  '/home/ci/build',
  '/var/task',
  '/workspace',
  'C:\\apps\\service',
];

/** The text as another machine would show it, with or without the frames of tests. */
export function elsewhere(crash: Crash, folder: string, toolchain: Toolchain, random: Random): string {
  const withTests = random.chance(0.5);
  const lines = crash.text.split('\n');
  const dropped = new Set<number>();
  for (const frame of crash.frames) {
    if (withTests || toolchain.isSource(frame.file)) continue;
    for (let at = frame.from; at <= frame.to; at++) dropped.add(at);
  }
  const place = random.pick(toolchain.language === 'go' ? places.slice(0, -1) : places) ?? '/app';
  return lines
    .filter((line, at) => !dropped.has(at) && (withTests || !line.includes('/node_modules/mocha/')))
    .map(line => {
      const at = line.indexOf(folder);
      if (at < 0) return line;
      const rest = line.slice(at + folder.length);
      const shown = place.includes('\\')
        ? rest.replace(/^[^:"()]*/, name => name.replaceAll('/', '\\'))
        : rest;
      return `${line.slice(0, at)}${place}${shown}`;
    })
    .join('\n');
}
