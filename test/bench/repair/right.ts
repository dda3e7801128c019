import type { Candidate } from '@errata/protocol/proposal';
import { isTestPath } from '../../../agent/src/diagnose/sources.ts';
import { languageOf } from '../../../agent/src/language/languages.ts';
import type { VerifyContext } from '../../../agent/src/verify/context.ts';
import type { Check, Truth } from './case.ts';

const checkSeconds = 240;

/**
 * Whether a candidate is right: it leaves the developer's text up to layout, or behaves like it. That the visible tests
 * pass is not enough.
 */
export async function isRight(
  { changes }: Candidate,
  { files, check }: Truth,
  context: VerifyContext,
  signal: AbortSignal,
): Promise<boolean> {
  const after = new Map(changes.map(change => [change.path, change.after]));
  if (await sameTexts(after, files, context)) return true;
  if (check === undefined) return false;
  const said = await checked(after, check, context, signal);
  if (!check.compared) return said !== undefined;
  if (said === undefined || [...after.keys()].some(path => !files.has(path))) return false;
  let theirs = known.get(files);
  theirs ??= checked(files, check, context, signal);
  known.set(files, theirs);
  return said === (await theirs);
}

/** What the check says of a truth, which is asked once for all candidates. */
const known = new WeakMap<ReadonlyMap<string, string | null>, Promise<string | undefined>>();

/** What the check prints with these texts in place; undefined when it does not end with 0. */
async function checked(
  texts: ReadonlyMap<string, string | null>,
  { command, files }: Check,
  context: VerifyContext,
  signal: AbortSignal,
): Promise<string | undefined> {
  const result = await context.run(
    { files: new Map([...texts, ...Object.entries(files)]), command, limits: { seconds: checkSeconds } },
    { signal },
  );
  return result.status === 'exited' && result.exitCode === 0 ? result.stdout : undefined;
}

async function sameTexts(
  after: ReadonlyMap<string, string | null>,
  files: ReadonlyMap<string, string | null>,
  { sources }: VerifyContext,
): Promise<boolean> {
  const paths = new Set([...after.keys(), ...files.keys()].filter(path => !isTestPath(path)));
  for (const path of paths) {
    const before = (await sources.read(path)) ?? null;
    const ours = after.has(path) ? (after.get(path) ?? null) : before;
    const theirs = files.has(path) ? (files.get(path) ?? null) : before;
    if ((await shapeOf(path, ours)) !== (await shapeOf(path, theirs))) return false;
  }
  return paths.size > 0;
}

/** The leaves of a text's syntax tree without comments, documentation, layout and the like. */
export async function shapeOf(path: string, text: string | null): Promise<string | null> {
  const language = text === null ? undefined : await languageOf(path);
  if (text === null || language === undefined) return text?.trim() ?? null;
  const leaves: string[] = [];
  const isSaying = (type: string, parts: readonly { type: string }[]) =>
    type === 'expression_statement' && parts.length === 1 && parts[0]?.type === 'string';
  // Where a block ends no leaf may say so: in Python only the indentation does.
  const ends: number[] = [];
  for (const node of language.parse(text).root.walk(inner => !isSaying(inner.type, inner.parts))) {
    if (node.isComment) continue;
    while (ends.length > 0 && node.start >= (ends.at(-1) ?? 0)) {
      ends.pop();
      leaves.push('}');
    }
    if (node.type === 'block') ends.push(node.end);
    if (node.children.length > 0) continue;
    const leaf = node.text.trim();
    if (leaf !== '' && leaf !== ';') leaves.push(/^["'`]$/.test(leaf) ? '"' : leaf);
  }
  return leaves.join(' ').replace(/ , (?=[\]})])/g, ' ');
}
