import type { Family } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { classNamed, functionsOf } from './definitions.ts';
import { blameCaller } from './deliberate.ts';
import { traceField } from './fields.ts';
import { traceReturns } from './returns.ts';
import { element, type Step, type Tracer } from './step.ts';

const lookups =
  /^(find|findLast|get|getItem|match|exec|pop|shift|at|querySelector|getElementById|closest|search|fullmatch|fetchone|first|one_or_none|popleft|findOne|findById|findUnique|findFirst)$/;
const describedLookups =
  /^(get\w*OrNull|getOrNull|getOrDefault|poll|peek|remove|firstOrNull|first|last|findFirst|findAny|\w*OrDefault|Find\w*|TryGetValue|GetValueOrDefault|find\w*|detect|dig|fetch|min_by|max_by|index|rindex|getParameter|getenv|Getenv|getProperty|getAttribute|getHeader|getResource|GetService|get_mut|nth|next|next_back|array_search|strpos|strstr|array_pop|array_shift|current|reset|end|preg_match|readLine|Load|Lookup\w*|lookup\w*|indexOf|GetEnvironmentVariable|iter|split_once|strip_prefix|checked_\w+|to_str|ok|and_then|file_name|parent|extension)$/;
/** What gives the value itself. */
const passing =
  /^(unwrap|expect|clone|cloned|copied|as_ref|as_mut|as_deref|to_owned|borrow|borrow_mut|orElseThrow|freeze|dup|tap|requireNonNull)$/;
const keeping =
  /^(filter|sort|slice|reverse|concat|toSorted|toReversed|sorted|list|tuple|reversed|set|values|copy|Array\.from|flat|deepcopy|from|items|entries|structuredClone)$/;

/** A call: a search that may find nothing, a method that passes elements on, a constructor, or a function of the program. */
export async function traceCall(tracer: Tracer, step: Step): Promise<void> {
  const { file, node, path } = step;
  const { language } = file;
  const call = language.call(node);
  if (!call) return;
  const member = language.member(call.callee);
  const name = (member?.property ?? call.callee).text;
  const places = call.constructs ? [] : await functionsOf(call.callee, file, tracer.index);
  const own =
    places.some(place => place.certain) ||
    (places.length > 0 && !isLookup(name, language.family) && !keeping.test(name));
  if (own) {
    const known = tracer.origins.length;
    for (const place of places) await traceReturns(tracer, step, place, path);
    if (path.length === 0 && tracer.wantsNothing)
      await blameCaller(tracer, step, name, places, tracer.origins.slice(known));
    return;
  }
  if (call.constructs) {
    const found = await classNamed(name, file, tracer.index);
    const { frame: _, ...plain } = step;
    if (found && path.length > 0)
      await traceField(tracer, { ...plain, file: found.file, node: found.node, steps: step.steps + 1 });
    return;
  }
  if (await traceKnown(tracer, step, name, member?.object, call.arguments)) return;
  for (const place of places) await traceReturns(tracer, step, place, path);
}

function isLookup(name: string, family: Family): boolean {
  const known = family === 'javascript' || family === 'python' ? lookups : describedLookups;
  return known.test(name) || lookups.test(name);
}

async function traceKnown(
  tracer: Tracer,
  step: Step,
  name: string,
  receiver: SyntaxNode | undefined,
  given: SyntaxNode[],
): Promise<boolean> {
  const { path, file } = step;
  const { language } = file;
  const next = { ...step, steps: step.steps + 1, awaited: false };
  const source = receiver && !/^(Array|Object|copy)$/.test(receiver.text) ? receiver : given[0];
  const one = path[0] === element || /^\d+$/.test(path[0] ?? '');
  if (name === 'map' && receiver && given[0] && one) {
    const mapper = language.functionOf(given[0]);
    const place = mapper?.node === given[0] ? { file, info: mapper, certain: true } : undefined;
    if (place) await traceReturns(tracer, next, place, path.slice(1));
    return true;
  }
  if (receiver && passing.test(name)) {
    await tracer.follow({ ...next, node: receiver });
    return true;
  }
  if (name === 'then' && given[0]) {
    const info = language.functionOf(given[0]);
    const place = info?.node === given[0] ? { file, info, certain: true } : undefined;
    if (place) await traceReturns(tracer, { ...next, awaited: true }, place, path);
    return true;
  }
  if ((name === 'catch' || name === 'finally') && receiver) {
    await tracer.follow({ ...next, node: receiver, awaited: true });
    return true;
  }
  const literal = given[0] ? language.string(given[0]) : undefined;
  if ((name === 'get' || name === 'pop') && receiver && literal !== undefined && given.length === 1) {
    await tracer.follow({ ...next, node: receiver, path: [literal, ...path] });
  } else if (name === 'get' && given.length > 1 && given[1] && literal !== undefined) {
    await tracer.follow({ ...next, node: given[1] });
    return true;
  }
  if (name === 'next' && given.length === 2 && given[1]) await tracer.follow({ ...next, node: given[1] });
  const inPlace = language.family === 'python' && (name === 'sort' || name === 'reverse');
  if (inPlace && path.length === 0 && tracer.wantsNothing)
    tracer.add({ kind: 'lookup', method: name }, step, 1.3);
  if (inPlace) return true;
  if (isLookup(name, language.family) || name === 'next') {
    if (path.length === 0 && tracer.wantsNothing) tracer.add({ kind: 'lookup', method: name }, step);
    else if (source && path.length > 0)
      await tracer.follow({ ...next, node: source, path: [element, ...path] });
    return true;
  }
  if (keeping.test(name) && source && path.length > 0) {
    const pairs = /^(items|entries)$/.test(name) && path.length > 1 && path[1] !== '0';
    await tracer.follow({ ...next, node: source, path: pairs ? [element, ...path.slice(2)] : path });
    return true;
  }
  if (name === 'assign' || name === 'dict') {
    for (const part of given) await tracer.follow({ ...next, node: part });
    return true;
  }
  return false;
}
