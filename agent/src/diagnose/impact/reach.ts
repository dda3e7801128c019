import type { Caller, ReachingTest } from '@errata/protocol/impact';
import { familyOf } from '../../language/languages.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { hasWord, type SourceFile, type SourceIndex } from '../sources.ts';
import { importOf } from '../trace/definitions.ts';
import { mentionsOf } from './mentions.ts';
import { refersTo, type Target } from './refers.ts';
import { testAround } from './tests.ts';

/** A function on the way from the one that is looked at to what reaches it. */
interface Reached extends Target {
  readonly certain: boolean;
}

export interface Reach {
  readonly callers: Caller[];
  readonly tests: ReachingTest[];
  /** Files that hold the name but were not read. */
  unread: number;
}

export interface ReachRequest {
  readonly target: Target;
  readonly index: SourceIndex;
  /** Tracked files that hold one of these words. */
  mentioning(words: readonly string[]): Promise<readonly string[]>;
  /** Whether there is time for more. */
  mayGoOn(): boolean;
}

const mostCalls = 4;
const mostFiles = 80;
const mostTargets = 12;
/** A name that so many calls have which may mean something else says nothing. */
const mostPossible = 12;

/** Who calls a function, and over who calls those, which tests reach it. */
export async function reachOf(request: ReachRequest): Promise<Reach> {
  const reach: Reach = { callers: [], tests: [], unread: 0 };
  const seen = new Set([keyOf(request.target)]);
  let targets: Reached[] = [{ ...request.target, certain: true }];
  for (let calls = 1; calls <= mostCalls && targets.length > 0 && request.mayGoOn(); calls++) {
    const next: Reached[] = [];
    for (const found of await callersOf(targets, request, reach)) {
      const { file, node, certain } = found;
      const test = testAround(node, file);
      if (test !== undefined) {
        addTest(reach.tests, { file: file.path, ...test, calls, certain });
        continue;
      }
      const info = namedAround(node, file);
      if (info !== undefined && keyOf({ file, info }) === keyOf(request.target)) continue;
      if (calls === 1 && !file.test) {
        const symbol = info?.qualifiedName;
        reach.callers.push({ file: file.path, line: node.line, ...(symbol ? { symbol } : {}), certain });
      }
      if (info === undefined || seen.has(keyOf({ file, info }))) continue;
      seen.add(keyOf({ file, info }));
      next.push({ file, info, certain });
    }
    targets = next.toSorted((a, b) => Number(b.certain) - Number(a.certain)).slice(0, mostTargets);
  }
  return reach;
}

interface Call {
  readonly file: SourceFile;
  readonly node: SyntaxNode;
  readonly certain: boolean;
}

async function callersOf(targets: readonly Reached[], request: ReachRequest, reach: Reach): Promise<Call[]> {
  const family = targets[0]?.file.language.family;
  const paths = (await request.mentioning([...new Set(targets.flatMap(wordsOf))])).filter(
    path => familyOf(path) === family,
  );
  const near = nearestFirst(paths, targets);
  const files: SourceFile[] = [];
  for (const [at, path] of near.entries()) {
    if (at >= mostFiles || !request.mayGoOn()) {
      reach.unread += near.length - at;
      break;
    }
    const file = await request.index.file(path);
    if (file !== undefined) files.push(file);
  }
  const found: Call[] = [];
  for (const target of targets) {
    const only = files.flatMap(file => definitions(file, target)).length <= 1;
    const possible: Call[] = [];
    for (const file of files) {
      for (const mention of mentionsOf(namesIn(file, target), file.tree, file.language.family)) {
        const verdict = await refersTo(mention, file, target, request.index);
        // Where nothing else has the name, and the file speaks of the class, it is hardly another's.
        const { className } = target.info;
        const known = only && className !== undefined && hasWord(file.text, className);
        const call = {
          file,
          node: mention.node,
          certain: target.certain && (verdict === 'certain' || known),
        };
        if (verdict === 'certain' || (verdict === 'possible' && known)) found.push(call);
        else if (verdict === 'possible') possible.push(call);
      }
    }
    if (possible.length <= mostPossible) found.push(...possible);
  }
  return found;
}

function definitions(file: SourceFile, { info }: Target) {
  return file.language.functions(file.tree).filter(known => known.name === info.name && known.body);
}

/** What a call of the function holds, or the file that imports it. */
function wordsOf({ file, info }: Target): string[] {
  const stem = /([^/]+?)(?:\.[^/.]+)?$/.exec(file.path)?.[1] ?? '';
  return [
    callName({ info }),
    ...(info.exported === 'default' ? [stem === 'index' ? folderName(file.path) : stem] : []),
  ];
}

function folderName(path: string): string {
  return path.split('/').at(-2) ?? '';
}

/** The name that a call has: of an object that is made, that of its class. */
function callName({ info }: Pick<Target, 'info'>): string {
  return info.kind === 'constructor' ? (info.className ?? '') : info.name;
}

/** The names that the function may be called by in a file: its own, and those that the file gives it in imports. */
function namesIn(file: SourceFile, { info, file: own }: Target): Set<string> {
  const name = callName({ info });
  const names = new Set([name]);
  for (const { local, imported, kind, source } of file.language.imports(file.tree)) {
    if (local === undefined || local === name) continue;
    const renamed = imported === name;
    const whole = info.exported === 'default' && (kind === 'default' || kind === 'namespace');
    if (renamed || (whole && file.language.resolve(file.path, source).includes(own.path))) names.add(local);
  }
  // Another thing that the file imports under this name is no call of it.
  if (importOf(name, file)?.imported !== undefined && importOf(name, file)?.imported !== name)
    names.delete(name);
  return names;
}

function namedAround(node: SyntaxNode, { language }: SourceFile) {
  let info = language.functionOf(node);
  while (info !== undefined && info.name === '')
    info = info.node.parent && language.functionOf(info.node.parent);
  return info;
}

function nearestFirst(paths: readonly string[], targets: readonly Target[]): string[] {
  const near = (path: string) => Math.max(...targets.map(({ file }) => sharedFolders(path, file.path)));
  return paths.toSorted((a, b) => near(b) - near(a));
}

/** How many folders two paths begin with together; more when they are the same. */
function sharedFolders(a: string, b: string): number {
  if (a === b) return Number.MAX_SAFE_INTEGER;
  const [one, two] = [a.split('/'), b.split('/')];
  const differs = one.findIndex((part, at) => part !== two[at]);
  return differs < 0 ? one.length : differs;
}

function addTest(tests: ReachingTest[], test: ReachingTest): void {
  const known = tests.find(
    ({ file, line, name }) => file === test.file && line === test.line && name === test.name,
  );
  if (known === undefined) tests.push(test);
  else known.certain ||= test.certain && known.calls === test.calls;
}

function keyOf({ file, info }: Target): string {
  return `${file.path}:${info.startLine}:${info.name}`;
}
