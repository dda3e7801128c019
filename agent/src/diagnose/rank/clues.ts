import type { Exception } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { type FrameClue, isOwn } from '../../locate/rank.ts';
import { throwsOnPurpose } from '../../locate/thrown.ts';
import weights from '../../locate/weights.json' with { type: 'json' };
import type { MappedPlace } from '../mapped.ts';
import type { Slice } from '../slice.ts';
import { hasWord, isTestPath } from '../sources.ts';
import { argumentsOf } from './arguments.ts';
import { alwaysThrows, lineThatSays, makesErrors, onlyChecks, whyThrown } from './checks.ts';
import { isReassigned, rootsBehind, rootsIn, type Scope, scopeAt } from './scope.ts';

const mostScopes = 12;

interface Placed {
  readonly place: MappedPlace;
  readonly scope: Scope | undefined;
  readonly key: string;
  readonly test: boolean;
}

/** What the code around the frames says of them, by the frame's index. */
export async function frameClues(
  exception: Exception,
  mapped: readonly MappedPlace[],
  slice: Slice,
): Promise<Map<number, FrameClue>> {
  const placed = await placeAll(mapped, slice);
  const own = placed.filter(({ place, test }) => isOwn(place) && !test);
  const ways = own.filter((each, at) => own.findIndex(({ key }) => key === each.key) === at);
  const degrees = await inDegrees(ways, slice);
  const clues = new Map<number, FrameClue>();
  for (const { place, scope, key, test } of placed) {
    const symbol = scope?.symbol;
    const plain = { scope: key, ...(symbol ? { symbol } : {}), test, reasons: [] };
    clues.set(place.index, { ...plain, shift: 0, weight: degrees.get(key) ?? 1 });
  }
  let handed: readonly number[] | undefined;
  let raises = false;
  for (const [rank, each] of ways.entries()) {
    const caller = ways[rank + 1];
    const given: Given =
      rank === 0 ? raisedOn(each, exception, slice) : handedOn(each, ways[rank - 1], raises, handed);
    const clue = clues.get(each.place.index);
    if (given === undefined || clue === undefined) break;
    const named = caller !== undefined && names(caller, each, given.bare);
    const { shift, reason, positions } = given;
    raises = given.raises === true;
    clues.set(each.place.index, { ...clue, shift: named ? shift : 0, reasons: reason ? [reason] : [] });
    if (!named || shift === 0) break;
    handed = positions;
  }
  return clues;
}

async function placeAll(mapped: readonly MappedPlace[], slice: Slice): Promise<Placed[]> {
  const placed: Placed[] = [];
  const known = new Set<string>();
  for (const place of mapped.toSorted((a, b) => b.index - a.index)) {
    const test = isTestPath(place.file);
    const scope = known.size < mostScopes ? await scopeAt(slice.index, place.file, place.line) : undefined;
    const inside = scope && (scope.symbol || scope.to - scope.from + 1 < scope.lines.length);
    const key = inside ? `${place.file}\0${scope.from}` : `${place.file}\0${place.line}\0line`;
    known.add(key);
    placed.push({ place, scope, key, test });
  }
  return placed;
}

interface Given {
  /** How far the value came from the caller, 0…1. */
  readonly shift: number;
  readonly reason?: string;
  /** Positions of the parameters concerned; all when it is not known. */
  readonly positions?: readonly number[];
  /** The parameter whose very value failed. */
  readonly bare?: string;
  /** Whoever calls the function gets the error: to call it is to throw. */
  readonly raises?: boolean;
}

/** Whether what the crash complains about came in through parameters. */
function raisedOn({ place, scope }: Placed, exception: Exception, slice: Slice): Given {
  const line = scope?.lines[place.line - 1] ?? place.frame.contextLine;
  if (line === undefined) return { shift: 0 };
  if (scope && place.line === scope.from && scope.to > scope.from)
    return { shift: 1, reason: t('it was called with arguments that it does not take') };
  if (scope && makesErrors(scope.name)) return { shift: 1, raises: true, reason: t('only makes the error') };
  if (throwsOnPurpose(line)) return thrownAt(place, scope, line);
  if (scope === undefined) return { shift: 0 };
  const refused = slice.complaint.kind === 'other' ? lineThatSays(scope, exception.value) : undefined;
  if (refused !== undefined)
    return thrownAt({ ...place, line: refused }, scope, scope.lines[refused - 1] ?? '');
  if (exception.frames.length > place.index + 1 && !slice.bad) return givenAway(place, scope, line);
  const { bad } = slice;
  const expression =
    bad && bad.file.path === place.file && bad.node.line <= place.line ? bad.node.text : undefined;
  const roots = expression === undefined ? accessed(line, exception.value) : rootsIn(expression).slice(0, 1);
  const positions = fromOutside(roots, scope, place.line);
  if (positions.length === 0 || positions.length < roots.length) return { shift: 0 };
  const name = scope.parameters[positions[0] ?? 0] ?? '';
  const bare = expression !== undefined && /^[\s$*&(]*[\w$]+[)\s]*$/.test(expression);
  const shift = bare ? weights.origin.bareParameter : weights.origin.parameter;
  return {
    shift,
    positions,
    ...(bare ? { bare: name } : {}),
    reason: t('what fails is rooted in its parameter {0}', name),
  };
}

/** Whether what a line gives to a library that fails on it is all from parameters. */
function givenAway(place: MappedPlace, scope: Scope, line: string): Given {
  const roots = rootsIn(line.replace(/^[^(]*/, ''));
  const positions = fromOutside(roots, scope, place.line);
  if (positions.length === 0 || positions.length < roots.length) return { shift: 0 };
  return {
    shift: weights.origin.parameter,
    positions,
    reason: t('gives its parameter to the library that fails'),
  };
}

function thrownAt(place: MappedPlace, scope: Scope | undefined, line: string): Given {
  const reason = t('the error is thrown here on purpose');
  if (scope === undefined) return { shift: weights.origin.thrown, reason };
  if (alwaysThrows(scope, place.line))
    return {
      shift: 1,
      raises: true,
      reason: t('the error is thrown here on purpose, whenever it is called'),
    };
  if (onlyChecks(scope))
    return {
      shift: 1,
      reason: t('the error is thrown here on purpose: the function only checks what it is given'),
    };
  const roots = rootsBehind(scope, rootsIn(whyThrown(scope, place.line) ?? line), place.line);
  const positions = fromOutside(roots, scope, place.line);
  if (positions.length === 0) return { shift: 0, reason };
  return { shift: weights.origin.thrown, reason, positions };
}

/** What is read from on a line: the roots of `a.b`, `a[0]`, `a->b()`; those that the message names before all. */
function accessed(line: string, message: string): string[] {
  const roots = rootsIn(line);
  const named = roots.filter(name => name.length > 1 && hasWord(message, name));
  if (named.length > 0) return named;
  return roots.filter(name => {
    const at = new RegExp(`(?<![.\\w])\\$?${name.replace(/\W/g, '\\$&')}\\s*(?:\\.|\\?\\.|->|\\[|!)`);
    return at.test(line.slice(0, 2000));
  });
}

function fromOutside(roots: readonly string[], scope: Scope, line: number): number[] {
  return roots
    .filter(name => scope.parameters.includes(name) && !isReassigned(scope, name, line))
    .map(name => scope.parameters.indexOf(name));
}

function handedOn(
  each: Placed,
  callee: Placed | undefined,
  raises: boolean,
  positions: readonly number[] | undefined,
): Given {
  if (!raises) return passedOn(each, positions, callee);
  const line = each.scope?.lines[each.place.line - 1];
  return line === undefined ? { shift: 0 } : thrownAt(each.place, each.scope, line);
}

/** Whether a caller hands on what its own parameters hold. */
function passedOn(
  { place, scope }: Placed,
  positions: readonly number[] | undefined,
  callee: Placed | undefined,
): Given {
  const name = callee?.scope?.name;
  if (scope === undefined || !name) return { shift: 0 };
  const all = argumentsOf(scope.lines.slice(place.line - 1, place.line + 4).join('\n'), name);
  const chosen = positions?.flatMap(position => all[position] ?? []) ?? all;
  const roots = chosen.flatMap(given => rootsIn(given));
  const own = fromOutside(roots, scope, place.line);
  const through = own.length > 0 && own.length === roots.length;
  return through
    ? { shift: weights.origin.passedOn, positions: own, reason: t('hands its own parameter on') }
    : { shift: 0 };
}

/** Whether a caller names the function that it calls: one that only hands on to whoever listens does not choose the value. */
function names(caller: Placed, callee: Placed, bare: string | undefined): boolean {
  const name = callee.scope?.name;
  if (!caller.scope) return false;
  const { lines } = caller.scope;
  const { line } = caller.place;
  // Where the value itself failed it matters who handed it on, however the function was called.
  const handed = bare !== undefined && rootsIn((lines[line - 1] ?? '').replace(/^[^(]*/, '')).includes(bare);
  if (!name || handed) return handed;
  const { from, to } = caller.scope;
  // Where the line itself is not certain, the function around it has to do.
  const [first, last] = caller.place.mapping === 'exact' ? [line - 3, line + 3] : [from, to];
  return lines.slice(Math.max(0, first), last).some(text => hasWord(text.slice(0, 2000), name));
}

/** `1 / log2(2 + in-degree)`, softened: a mistake in what everybody calls would have shown long ago. */
async function inDegrees(ways: readonly Placed[], { index, crash }: Slice): Promise<Map<string, number>> {
  const family = crash?.file.language.family;
  const named = ways.filter(({ scope }) => (scope?.name.length ?? 0) > 2);
  if (family === undefined) return new Map();
  const counts = await index.calls(
    family,
    named.map(({ scope }) => scope?.name ?? ''),
  );
  return new Map(
    named.flatMap(({ key, scope }) => {
      const count = counts.get(scope?.name ?? '');
      // Its own definition reads like a call in most languages.
      return count === undefined
        ? []
        : [[key, (1 / Math.log2(2 + Math.max(0, count - 1))) ** weights.origin.inDegree]];
    }),
  );
}
