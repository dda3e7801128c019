import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { MappedPlace } from '../mapped.ts';
import type { Slice } from '../slice.ts';
import type { SourceFile } from '../sources.ts';
import { definition, functionAround, linesAround, type Place, type Worth } from './place.ts';
import { sameUses } from './same-uses.ts';
import { usedBy } from './used.ts';

const mostLocations = 6;
const mostFrames = 8;
const mostUsed = 16;
const mostCallers = 6;
const linesOfOther = 30;
const linesOfUse = 6;

/** The code that helps to understand an error, each piece with how much. Throws when cancelled. */
export async function codePlaces(input: {
  readonly diagnosis: Diagnosis;
  readonly mapped: readonly MappedPlace[];
  readonly slice: Slice;
}): Promise<Place[]> {
  const { diagnosis, mapped, slice } = input;
  const { crash, index } = slice;
  const places: Place[] = [];
  const add = async (path: string, line: number, worth: Worth) => {
    const file = await index.file(path);
    if (file) places.push(...functionAround(file, line, worth));
    else if ((await index.text(path)) !== undefined)
      places.push(linesAround(path, line, linesOfOther, worth));
  };
  if (crash) await add(crash.file.path, crash.line, { why: 'the program stopped here', weight: 1 });
  for (const [at, { file, line }] of diagnosis.locations.slice(0, mostLocations).entries())
    await add(file, line, {
      why: at === 0 ? 'most likely to be changed' : 'may have to be changed',
      weight: 0.95 - at * 0.08,
    });
  for (const origin of slice.origins)
    await add(origin.file.path, origin.line, {
      why: 'the bad value may come from here',
      weight: 0.9 * origin.score,
    });
  const frames = [...mapped].sort((a, b) => b.index - a.index).slice(0, mostFrames);
  for (const [at, { file, line }] of frames.entries())
    await add(file, line, { why: 'on the stack', weight: 0.85 - at * 0.07 });
  places.push(...(await definitionsFor(slice, diagnosis)));
  const { callers = [] } = diagnosis.impact ?? {};
  for (const { file, line, certain } of callers.slice(0, mostCallers))
    await add(file, line, { why: 'calls the function to be changed', weight: certain ? 0.5 : 0.35 });
  for (const { file, node } of slice.bad ? await sameUses(slice.bad, index) : [])
    places.push(
      linesAround(file.path, node.line, linesOfUse, { why: 'uses the same elsewhere', weight: 0.4 }),
    );
  return places;
}

/** What the code at the crash, and where the fix most likely belongs, uses; first what the failing statement does. */
async function definitionsFor({ crash, bad, index }: Slice, { locations }: Diagnosis): Promise<Place[]> {
  const places: Place[] = [];
  const [best] = locations;
  const bestFile = best && (await index.file(best.file));
  const pieces: [SourceFile, Parameters<typeof usedBy>[0] | undefined, number][] = [];
  if (bad) pieces.push([bad.file, bad.file.language.statementOf(bad.node), 0.75]);
  if (crash) pieces.push([crash.file, crash.function?.node, 0.6]);
  if (best && bestFile)
    pieces.push([bestFile, bestFile.language.functionAt(bestFile.tree, best.line)?.node, 0.55]);
  for (const [file, code, weight] of pieces) {
    const used = code ? await usedBy(code, file, index) : [];
    for (const [at, one] of used.slice(0, mostUsed).entries())
      places.push(
        ...definition(one.file, one.node, { why: `what ${one.name} is`, weight: weight - at * 0.01 }),
      );
  }
  return places;
}
