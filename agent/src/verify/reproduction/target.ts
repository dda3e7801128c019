import type { Location } from '@errata/protocol/diagnosis';
import type { Event, Frame } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import type { FunctionInfo, Language } from '../../language/language.ts';
import { languageOf } from '../../language/languages.ts';
import type { Tree } from '../../language/syntax.ts';
import type { Sources } from '../context.ts';

/** A frame of the event together with the function of the checkout that it was in. */
export interface Target {
  /** Index in the root exception's frames. */
  readonly frame: number;
  readonly file: string;
  readonly line: number;
  readonly function: FunctionInfo;
  readonly tree: Tree;
  readonly language: Language;
  readonly variables: NonNullable<Frame['variables']>;
}

/** The event's frames that were mapped onto functions of the checkout, outermost first; one entry per function. */
export async function targetsOf(
  event: Event,
  locations: readonly Location[],
  sources: Sources,
): Promise<Target[]> {
  const frames = rootException(event)?.frames ?? [];
  const targets: Target[] = [];
  const ordered = locations
    .filter(location => location.frame !== undefined)
    .flatMap(location => framesAt(location, frames))
    .sort((a, b) => a.frame - b.frame);
  for (const { frame: index, file, line, symbol } of ordered) {
    const language = await languageOf(file);
    const text = language === undefined ? undefined : await sources.read(file);
    if (language === undefined || text === undefined) continue;
    const tree = language.parse(text);
    const info = functionOfFrame(language, tree, line, frames[index]?.function ?? symbol);
    if (info === undefined) continue;
    if (targets.some(known => known.file === file && known.function.startLine === info.startLine)) continue;
    targets.push({
      frame: index,
      file,
      line,
      function: info,
      tree,
      language,
      variables: frames[index]?.variables ?? {},
    });
  }
  return targets;
}

/** A location with those of the other frames on its very line: a callback there, and the function that it is in. */
function framesAt(
  { frame: index = 0, file, line, symbol }: Location,
  frames: readonly Frame[],
): { frame: number; file: string; line: number; symbol?: string | undefined }[] {
  const own = frames[index];
  const others = frames.flatMap((other, frame) =>
    frame !== index && own && other.file === own.file && other.line === own.line
      ? [{ frame, file, line }]
      : [],
  );
  return [{ frame: index, file, line, symbol }, ...others];
}

/**
 * Whether inputs may be made up for a frame: only for an event without variables, for a plain function, and not where
 * the exception was raised, since there the bad value itself would be passed in by hand.
 */
export function mayGuess(target: Target, targets: readonly Target[]): boolean {
  const { function: info, variables } = target;
  const plain = info.exported !== false && info.name !== '' && info.className === undefined;
  return plain && Object.keys(variables).length === 0 && (targets.length === 1 || target !== targets.at(-1));
}

/** The function around a line that has the frame's name, since a callback may stand on the same line; else the innermost. */
function functionOfFrame(
  language: Language,
  tree: Tree,
  line: number,
  name: string | undefined,
): FunctionInfo | undefined {
  const last = name
    ?.replace(/^(?:async|new) /, '')
    .split(/[.\s]/)
    .at(-1);
  const around = language.functions(tree).filter(info => info.startLine <= line && line <= info.endLine);
  return around.findLast(info => info.name !== '' && info.name === last) ?? around.at(-1);
}
