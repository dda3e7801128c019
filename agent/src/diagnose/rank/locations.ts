import type { Location } from '@errata/protocol/diagnosis';
import type { Event, Exception } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { type FrameClue, isOwn, rankFrames } from '../../locate/rank.ts';
import weights from '../../locate/weights.json' with { type: 'json' };
import type { Coverage } from '../coverage/coverage.ts';
import type { MappedPlace } from '../mapped.ts';
import type { Origin } from '../origin.ts';
import type { Slice } from '../slice.ts';
import { isTestPath } from '../sources.ts';
import { asLocation, type Candidate, linesInside } from './candidate.ts';
import { frameClues } from './clues.ts';
import { fieldMakers } from './fields.ts';
import { producer } from './producers.ts';
import { rootsIn, scopeAt } from './scope.ts';
import { calledBefore, testedCode } from './tested.ts';

const mostProducers = 5;
const mostScopesInside = 2;
const sureTop = 3;

/** What is known of files beside their text. */
export interface KnownOfFiles {
  /** What tests run of the program. */
  coverage?: Coverage | undefined;
  /** Files that changed lately, with how many days before the release. */
  changed?: ReadonlyMap<string, number> | undefined;
}

/**
 * One list of where the fix may belong, likeliest first: producers of the bad value, the frames on the way, the code
 * that a failed test exercises, and the telling lines inside those functions.
 */
export async function rankLocations(
  event: Event,
  exception: Exception,
  mapped: readonly MappedPlace[],
  slice: Slice,
  known: KnownOfFiles = {},
): Promise<Location[]> {
  const clues = await frameClues(exception, mapped, slice);
  const frames = rankFrames(event, { frames: mapped }, clues).map(each =>
    scaled(each, weights.origin.frames),
  );
  const producers = producersOf(slice, clues, mapped);
  const failing = mapped.findLast(isOwn) ?? mapped.at(-1);
  const tested = failing && isTestPath(failing.file) ? await testedCode(failing, exception, slice.index) : [];
  const around = failing ? await aroundCrash(failing, slice) : [];
  const found = [...producers, ...frames, ...[...tested, ...around].map(asLocation)];
  const first = arrange(found.map(each => weighed(each, known, failing)));
  const inside = await insideOf(first, slice);
  const all = arrange([...first, ...inside.map(asLocation)]);
  return withinOne(keepTop(all, failing));
}

/** What changed lately may weigh more than one; scores are relative. */
function withinOne(locations: readonly Location[]): Location[] {
  const most = Math.max(1, ...locations.map(({ score }) => score));
  return locations.map(location => scaled(location, 1 / most));
}

/** What changed lately, what no test runs and what the failing test alone runs is likelier to be wrong. */
function weighed(location: Location, known: KnownOfFiles, failing: MappedPlace | undefined): Location {
  const { file, line } = location;
  const { coverage, changed } = known;
  const days = changed?.get(file);
  const recent =
    days === undefined ? 1 : 1 + weights.origin.recency * Math.exp(-days / weights.origin.recencyDays);
  const test =
    failing && isTestPath(failing.file) ? failing.frame.function?.split(/[.#:\\]/).at(-1) : undefined;
  const suspicion = test ? coverage?.suspicion(file, line, test) : undefined;
  if (suspicion !== undefined) return scaled(location, recent * (1 + weights.origin.spectrum * suspicion));
  if (coverage?.line(file, line)?.hits !== 0) return scaled(location, recent);
  const reasons = [...location.reasons, t('no test runs this line')];
  return { ...scaled(location, recent * weights.origin.untested), reasons };
}

/** What the crash line depends on elsewhere: functions that it calls, fields that it reads. */
async function aroundCrash(failing: MappedPlace, slice: Slice): Promise<Candidate[]> {
  const { bad, index } = slice;
  const line = (await index.text(failing.file))?.split('\n')[failing.line - 1] ?? '';
  const failed = bad?.file.path === failing.file ? bad.node.text : undefined;
  return [
    ...(await calledBefore(failing, failed, index)),
    ...(await fieldMakers(failing, failed ?? line, index)),
  ];
}

function scaled(location: Location, factor: number): Location {
  return { ...location, score: location.score * factor };
}

function producersOf(
  slice: Slice,
  clues: ReadonlyMap<number, FrameClue>,
  mapped: readonly MappedPlace[],
): Location[] {
  const onTrace = (origin: Origin) =>
    mapped.some(place => {
      const scope = clues.get(place.index)?.scope;
      const info = origin.file.language.functionOf(origin.node);
      return scope === `${origin.file.path}\0${info?.startLine ?? place.line}`;
    });
  return slice.origins.slice(0, mostProducers).map(origin => {
    const led = origin.certain ? 1 : weights.origin.uncertain;
    return scaled(producer(origin), led * (onTrace(origin) ? 1 : weights.origin.offTrace));
  });
}

/** One entry per line, best first; each further place in a function or a file counts a little less. */
function arrange(locations: readonly Location[]): Location[] {
  const merged: Location[] = [];
  for (const location of locations.toSorted((a, b) => b.score - a.score)) {
    const same = merged.find(known => known.file === location.file && known.line === location.line);
    if (same === undefined) {
      merged.push({ ...location, reasons: [...location.reasons] });
      continue;
    }
    same.reasons.push(...location.reasons.filter(reason => !same.reasons.includes(reason)));
    if (location.frame === undefined) continue;
    same.frame ??= location.frame;
    if (location.mapping !== 'exact') same.mapping = location.mapping;
  }
  const functions = new Map<string, number>();
  const files = new Map<string, number>();
  const counted = merged.map(location => {
    const { file, symbol } = location;
    const named = `${file}\0${symbol ?? location.line}`;
    const [again, others] = [functions.get(named) ?? 0, files.get(file) ?? 0];
    functions.set(named, again + 1);
    files.set(file, others + 1);
    return scaled(
      location,
      weights.origin.sameFunction ** again * weights.origin.sameFile ** Math.max(0, others - again),
    );
  });
  return counted.sort((a, b) => b.score - a.score);
}

/** Telling lines inside the likeliest functions. */
async function insideOf(locations: readonly Location[], slice: Slice): Promise<Candidate[]> {
  const found: Candidate[] = [];
  const seen = new Set<string>();
  for (const { file, line } of locations) {
    if (seen.size >= mostScopesInside) break;
    if (isTestPath(file)) continue;
    const scope = await scopeAt(slice.index, file, line);
    if (scope === undefined || seen.has(`${file}\0${scope.from}`)) continue;
    const score = weights.origin.inside * 0.8 ** seen.size;
    seen.add(`${file}\0${scope.from}`);
    const { bad } = slice;
    const failed =
      bad?.file.path === file && bad.node.line === line ? bad.node.text : (scope.lines[line - 1] ?? '');
    const near = locations.filter(known => known.file === file).map(known => known.line);
    const lines = linesInside(scope, line, rootsIn(failed), score);
    found.push(...lines.filter(each => !near.some(known => Math.abs(known - each.line) <= 3)));
  }
  return found;
}

/** The innermost own frame is always among the first: what the trace itself says is never talked away. */
function keepTop(locations: readonly Location[], failing: MappedPlace | undefined): Location[] {
  const at = locations.findIndex(({ frame }) => failing !== undefined && frame === failing.index);
  const top = locations[at];
  const before = locations[sureTop - 1];
  if (top === undefined || before === undefined || at < sureTop) return [...locations];
  const rest = locations.filter(location => location !== top);
  return rest.toSpliced(sureTop - 1, 0, { ...top, score: before.score });
}
