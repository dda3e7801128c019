import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Crash } from './crash.ts';
import { elsewhere, findCrash } from './crash.ts';
import { finish } from './finish.ts';
import { go } from './go.ts';
import { javascript } from './javascript.ts';
import { markedLine, mutationMark, unmarked } from './marked-text.ts';
import { type Plant, plantMistake } from './plant.ts';
import { python } from './python.ts';
import { Random } from './random.ts';
import { buildCommits } from './rebuild.ts';
import { type RepairSource, writeRepairCase } from './repair-case.ts';
import { releaseNamed, reportedEvent } from './reported.ts';
import { SourceRepository } from './source-repository.ts';
import type { TestRun, Toolchain } from './toolchain.ts';

const toolchains: readonly Toolchain[] = [javascript, python, go];
const leastPassed = 10;
const attemptsPerRelease = 30;
const casesPerRelease = 3;
const mostReleases = 40;
const mostLater = 60;

export interface Generating {
  /** Where cases and copies of repositories go. */
  readonly folder: string;
  /** Where cases of the same mistakes go for the bench of repair. */
  readonly repair?: string | undefined;
  readonly seed: number;
  /** From each repository, at most. */
  readonly cases: number;
  readonly signal: AbortSignal;
  progress(line: string): void;
}

/** Makes cases out of a real repository: real history and real traces with a mistake that is known. */
export async function generateFrom(from: string, how: Generating): Promise<number> {
  const { folder, seed, cases, signal, progress } = how;
  await mkdir(folder, { recursive: true });
  const source = await SourceRepository.create(from, folder, signal);
  const random = new Random(seed);
  let made = 0;
  for (let releases = 0; releases < mostReleases && made < cases; releases++) {
    // Of old commits the tests seldom run on what is installed now.
    const last = source.history.length - 1;
    const at = Math.round(last - random.next() ** 1.5 * last * 0.8);
    const found = await baseline(source, at, signal);
    if (found === undefined) continue;
    let ofRelease = 0;
    for (let attempt = 0; attempt < attemptsPerRelease; attempt++) {
      if (ofRelease >= casesPerRelease || made >= cases) break;
      const name = `${source.name}-${String(made + 1).padStart(2, '0')}`;
      if (!(await attemptCase(source, { ...found, at, name, random, how }))) continue;
      ofRelease++;
      progress(`${name} (${++made} of ${cases})`);
    }
  }
  return made;
}

interface Baseline {
  readonly toolchain: Toolchain;
  readonly sources: readonly string[];
  readonly tests: readonly string[];
  readonly before: TestRun;
}

/** What the tests say of a release as it really was; nothing when too few of them run. */
async function baseline(
  source: SourceRepository,
  at: number,
  signal: AbortSignal,
): Promise<Baseline | undefined> {
  const commit = source.history[at]?.commit ?? '';
  const files = await source.files(commit);
  const byLanguage = toolchains.map(toolchain => ({
    toolchain,
    sources: files.filter(file => toolchain.isSource(file) && !toolchain.isTest(file)),
    tests: files.filter(file => toolchain.isTest(file)),
  }));
  const [most] = byLanguage
    .filter(({ tests }) => tests.length > 0)
    .sort((a, b) => b.sources.length - a.sources.length);
  if (most === undefined || most.sources.length === 0) return undefined;
  try {
    await source.put(commit, new Map());
    const before = await most.toolchain.run(source.checkout, most.tests, signal);
    return before.passed.size < leastPassed ? undefined : { ...most, before };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

interface Attempt extends Baseline {
  readonly at: number;
  readonly name: string;
  readonly random: Random;
  readonly how: Generating;
}

async function attemptCase(source: SourceRepository, attempt: Attempt): Promise<boolean> {
  const { at, random, toolchain, sources, how } = attempt;
  const file = random.pick(sources);
  if (file === undefined) return false;
  const plant = await plantMistake(source, at, file, toolchain.language, random);
  if (plant === undefined) return false;
  const { planted } = plant.timeline;
  const commit = source.history[at]?.commit ?? '';
  await source.put(commit, new Map([[planted.path, unmarked(planted.text)]]));
  let run: TestRun;
  try {
    run = await toolchain.run(source.checkout, attempt.tests, how.signal);
  } catch {
    how.signal.throwIfAborted();
    return false;
  }
  const crash = findCrash(run, attempt.before, source.checkout, toolchain, random);
  if (crash === undefined) return false;
  const where = whereOf(crash, planted.path, markedLine(planted.text, mutationMark) ?? 0);
  return writeCase(source, attempt, plant, { crash, where, run });
}

type Where = 'at the crash' | 'on the trace' | 'in a file of the trace' | 'off the trace';

function whereOf({ frames }: Crash, file: string, line: number): Where {
  const at = frames.findIndex(frame => frame.file === file && Math.abs(frame.line - line) <= 1);
  if (at === 0) return 'at the crash';
  if (at > 0) return 'on the trace';
  return frames.some(frame => frame.file === file) ? 'in a file of the trace' : 'off the trace';
}

async function writeCase(
  source: SourceRepository,
  attempt: Attempt,
  { timeline, parent, operator, how: planting }: Plant,
  { crash, where, run }: { crash: Crash; where: Where; run: TestRun },
): Promise<boolean> {
  const { at, name, random, toolchain, how } = attempt;
  const releaseAt = timeline.commits.length - 1;
  const text = elsewhere(crash, source.checkout, toolchain, random);
  // Sentry's SDK for Node captures values where that was asked for.
  const captured = toolchain.language === 'javascript' && random.chance(0.5) ? [] : crash.captured;
  const event = await reportedEvent(text, { ...crash, captured }, source.checkout);
  const { planted, fixed } = timeline;
  const [innermost] = crash.frames;
  if (innermost === undefined) return false;
  const real = await source.text(`${source.history[at]?.commit}:${innermost.file}`);
  if (real === undefined) return false;
  timeline.watch(innermost.file, innermost.line, real);
  const later = Math.min(at + random.between(0, mostLater), source.history.length - 1);
  if (!(await timeline.advance(later))) return false;
  const finished = await finish(timeline, toolchain.language, random);
  if (finished === undefined) return false;
  const made = await buildCommits(source.copy, `cases/${name}`, parent, finished.commits, how.signal);
  const release = made[releaseAt] ?? '';
  const { edits, truth } = finished;
  const releaseName = await releaseNamed(source, release, name, random);
  const about = { language: toolchain.language, operator, where, planted: planting };
  const written = {
    repo: `repos/${source.name}.git`,
    release: releaseName,
    event: random.chance(0.6) ? text : event,
    truth: { ...truth, commit: made[0] },
    head: made.at(-1),
    ...(Object.keys(edits).length === 0 ? {} : { edits }),
    about,
  };
  if (how.repair !== undefined) {
    const asked: RepairSource = {
      ...attempt,
      ...{ folder: how.repair, event: { ...event, release: releaseName }, release, run, fixed, about },
      real: source.history[at]?.commit ?? '',
      mistaken: { path: planted.path, text: unmarked(planted.text) },
      signal: how.signal,
    };
    if (!(await writeRepairCase(source, asked))) return false;
  }
  await writeFile(path.join(how.folder, `${name}.json`), `${JSON.stringify(written, null, 2)}\n`);
  return true;
}
