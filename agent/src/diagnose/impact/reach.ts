import type { Caller, ReachingTest } from '@errata/protocol/impact';
import type { SyntaxNode } from '../../language/syntax.ts';
import { hasWord, type SourceFile, type SourceIndex } from '../sources.ts';
import { importOf } from '../trace/definitions.ts';
import { callName, candidates, wordsOf } from './candidates.ts';
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
  /** Why there may be more: not all files that hold a name were read, or no time was left for it. */
  bounded: 'files' | 'time' | undefined;
}

export interface ReachRequest {
  readonly target: Target;
  readonly index: SourceIndex;
  /** Tracked files that hold one of these words; nothing when there is no time to find them. */
  mentioning(words: readonly string[]): Promise<readonly string[] | undefined>;
  /** Whether there is time for more. */
  mayGoOn(): boolean;
}

const mostCalls = 3;
const mostFiles = 30;
/** So many are read even when there is no time. */
const leastFiles = 6;
const mostTargets = 12;
/** A name that so many calls have which may mean something else says nothing. */
const mostPossible = 12;

/** Who calls a function, and over who calls those, which tests reach it. */
export async function reachOf(request: ReachRequest): Promise<Reach> {
  const reach: Reach = { callers: [], tests: [], bounded: undefined };
  const seen = new Set([keyOf(request.target)]);
  let targets: Reached[] = [{ ...request.target, certain: true }];
  for (let calls = 1; calls <= mostCalls && targets.length > 0; calls++) {
    // The next callers are worth the wait, those further off are not.
    if (calls > 1 && !request.mayGoOn()) {
      reach.bounded = 'time';
      break;
    }
    const next: Reached[] = [];
    for (const found of await callersOf(targets, request, reach, calls > 1)) {
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

async function callersOf(
  targets: readonly Reached[],
  request: ReachRequest,
  reach: Reach,
  strict: boolean,
): Promise<Call[]> {
  const mentioning = await request.mentioning([...new Set(targets.flatMap(wordsOf))]);
  if (mentioning === undefined) {
    reach.bounded = 'time';
    return [];
  }
  const { paths, unread } = await candidates(mentioning, targets, request.index, strict);
  if (unread) reach.bounded ??= 'files';
  const files: SourceFile[] = [];
  for (const [at, path] of paths.entries()) {
    const inTime = request.mayGoOn();
    if (at >= (inTime ? mostFiles : leastFiles)) {
      reach.bounded = inTime ? (reach.bounded ?? 'files') : 'time';
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

/** What the file has of the same name and kind. */
function definitions({ language, tree }: SourceFile, { info }: Target) {
  const inClass = info.className !== undefined;
  return language
    .functions(tree)
    .filter(known => known.name === info.name && known.body && (known.className !== undefined) === inClass);
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
