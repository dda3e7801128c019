import { posix } from 'node:path';
import type { Location } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { languageOf } from '../../language/languages.ts';
import type { VerifyContext } from '../context.ts';
import { inFolder, type Project } from '../project.ts';
import { scriptCommands } from '../script.ts';

/** A program of the project that may raise the exception by being run. */
export interface EntryScript {
  /** Repository-relative. */
  readonly file: string;
  /** The index of the frame that shows that it was run, or 0 where that is only likely. */
  readonly frame: number;
}

const mostLikely = 2;

/**
 * The script that the trace began in, when its outermost mapped frame is code of a module and not of a function; where
 * the trace does not go back that far (asynchronous or cut off), the scripts that the manifest names.
 */
export async function entryScripts(
  context: VerifyContext,
  project: Project,
  event: Event,
  locations: readonly Location[],
): Promise<EntryScript[]> {
  // What a request raised is not raised by starting the server.
  if (event.request !== undefined) return [];
  const [outermost] = locations
    .filter(location => location.frame !== undefined)
    .sort((a, b) => (a.frame ?? 0) - (b.frame ?? 0));
  if (outermost?.frame === undefined) return [];
  const { file, line, frame } = outermost;
  const name = rootException(event)?.frames[frame]?.function;
  const language = await languageOf(file);
  const text = await context.sources.read(file);
  const inside = language && text !== undefined ? language.functionAt(language.parse(text), line) : undefined;
  if (inside === undefined && (name === undefined || /^(?:Object\.)?<\w+>$|^\?$/.test(name)))
    return [{ file, frame }];
  const named = namedScripts(project).filter(path => project.files.includes(path));
  return [...new Set(named)].slice(0, mostLikely).map(path => ({ file: path, frame }));
}

/** Scripts that `npm start` or a command of the package runs, then those that stand beside the manifest. */
function namedScripts({ folder, manifest, files }: Project): string[] {
  const started = scriptCommands(manifest?.scripts ?? {}, 'start').flatMap(({ words }) =>
    words[0] === 'node' ? words.filter(word => /\.[cm]?[jt]s$/.test(word)).slice(-1) : [],
  );
  const bin = manifest?.bin;
  const commands = typeof bin === 'string' ? [bin] : Object.values(bin ?? {});
  const usual = /^(?:(?:src|lib|bin|app)\/)?(?:main|index|cli|app|server|run)\.[cm]?[jt]s$/;
  const own = (path: string) => (folder === '' ? path : posix.relative(folder, path));
  return [
    ...[...started, ...commands].map(path => inFolder(folder, posix.normalize(path))),
    ...files.filter(path => usual.test(own(path))),
  ];
}
