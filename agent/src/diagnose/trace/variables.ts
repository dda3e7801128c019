import type {
  Assignment,
  FunctionInfo,
  ImportInfo,
  Language,
  ParameterInfo,
} from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { argumentFor, callSites, callSitesInTests } from './callers.ts';
import { definitionFile, importOf } from './definitions.ts';
import { traceField } from './fields.ts';
import { element, type Step, type Tracer } from './step.ts';
import { traceTyped } from './typed.ts';

const mostMakers = 16;

/** A name: its assignments in the scopes around it, the parameter that it is, or what an import binds. */
export async function traceName(tracer: Tracer, step: Step): Promise<void> {
  const { file, node } = step;
  const { language } = file;
  const name = node.text;
  let info = language.functionOf(node);
  for (let inner = true; info; info = info.node.parent ? language.functionOf(info.node.parent) : undefined) {
    const parameter = info.parameters.find(known => namesOf(known).has(name));
    const assigned = info.body ? assignmentsTo(name, info.body, language) : [];
    if (assigned.length > 0 || parameter) {
      const complete = await traceAssignments(tracer, step, info.body ?? info.node, assigned, inner);
      if (parameter && !complete) await traceParameter(tracer, step, info, parameter);
      return;
    }
    inner = false;
  }
  const global = language.assignments(file.tree.root).filter(found => found.target.text === name);
  if (global.length > 0) {
    await traceAssignments(tracer, step, file.tree.root, global, false);
    return;
  }
  await traceImported(tracer, step, name);
}

/** Assignments to a variable of a scope: in it, and in functions inside it that change what is around them. */
function assignmentsTo(name: string, scope: SyntaxNode, language: Language): Assignment[] {
  const named = (found: Assignment) => found.target.text === name;
  const own = language.assignments(scope).filter(named);
  if (own.length === 0) return own;
  const inner = language
    .assignments(scope, true)
    .filter(
      found => named(found) && found.kind === 'assign' && !own.some(known => known.target === found.target),
    );
  return [...own, ...inner];
}

function namesOf(parameter: ParameterInfo): Set<string> {
  if (!parameter.destructured) return new Set([parameter.name]);
  const names = new Set<string>();
  for (const node of parameter.node.walk()) if (/identifier/.test(node.type)) names.add(node.text);
  return names;
}

/** Follows assignments; true when one of them surely replaces what the name held before. */
async function traceAssignments(
  tracer: Tracer,
  step: Step,
  scope: SyntaxNode,
  assigned: Assignment[],
  sameScope: boolean,
): Promise<boolean> {
  const written = await traceWrites(tracer, step, scope);
  const before = sameScope ? assigned.filter(found => found.statement.start < step.node.start) : assigned;
  const relevant = (before.length > 0 ? before : assigned).filter(found => found.kind !== 'augment');
  const reaching = lastSure(relevant, step.node, sameScope);
  for (const found of reaching.list) {
    if (found.value === undefined) {
      const declaredEmpty = found.kind === 'declare' && step.path.length === 0 && tracer.wantsNothing;
      const later = relevant.some(other => other !== found && other.value !== undefined);
      if (declaredEmpty)
        tracer.add(
          { kind: 'unassigned', name: step.node.text },
          { ...step, node: found.target },
          later ? 0.8 : 1,
        );
      continue;
    }
    if (written === 'sure') continue;
    await tracer.follow({
      ...step,
      node: found.value,
      path: pathThrough(found, step.path),
      steps: step.steps + 1,
      awaited: false,
    });
  }
  return (
    reaching.sure || assigned.some(found => found.kind === 'element' && found.statement.contains(step.node))
  );
}

function pathThrough(found: Assignment, path: readonly string[]): readonly string[] {
  const looped = /^for_/.test(found.statement.type);
  if (found.kind === 'element') return [element, ...path];
  if (found.kind === 'destructure')
    return looped ? [element, found.key ?? element, ...path] : [found.key ?? element, ...path];
  return path;
}

/** The assignments that can reach a use: from the last one that surely happens on. */
function lastSure(
  found: Assignment[],
  use: SyntaxNode,
  sameScope: boolean,
): { list: Assignment[]; sure: boolean } {
  if (!sameScope) return { list: found, sure: false };
  for (let at = found.length - 1; at >= 0; at--) {
    const block = found[at]?.statement.ancestor(...blocks);
    if (block?.contains(use)) return { list: found.slice(at), sure: found[at]?.value !== undefined };
  }
  return { list: found, sure: false };
}

const blocks = [
  'statement_block',
  'block',
  'program',
  'module',
  'compound_statement',
  'body_statement',
  'then',
  'else',
  'do',
  'block_body',
  'constructor_body',
  'switch_block_statement_group',
  'statement_list',
];
const adders = /^(push|unshift|append|add|appendleft|insert)$/;

/** Values put into the named object after it was made: `row.total = x`, `rows.push(x)`. `sure` when one always is. */
async function traceWrites(
  tracer: Tracer,
  step: Step,
  scope: SyntaxNode,
): Promise<'sure' | 'maybe' | undefined> {
  const { file, path, node } = step;
  const { language } = file;
  const [key, ...rest] = path;
  if (key === undefined) return undefined;
  let result: 'sure' | 'maybe' | undefined;
  for (const found of language.assignments(scope)) {
    const object = language.member(found.target)?.object ?? language.subscript(found.target)?.object;
    if (object?.text !== node.text || found.value === undefined) continue;
    const subscript = language.subscript(found.target);
    const written =
      language.member(found.target)?.property.text ??
      (subscript ? language.string(subscript.index) : undefined);
    if (written !== key && !(key === element && written === undefined)) continue;
    if (found.kind === 'augment') continue;
    const block = found.statement.ancestor(...blocks);
    if (block?.contains(node)) result = found.target.contains(node) ? result : 'sure';
    else result ??= 'maybe';
    if (!found.statement.contains(node)) {
      await tracer.follow({ ...step, node: found.value, path: rest, steps: step.steps + 1, awaited: false });
    }
  }
  if (key !== element) return result;
  for (const inner of scope.walk()) {
    const call = language.call(inner);
    const member = call ? language.member(call.callee) : undefined;
    const value = call?.arguments.at(-1);
    if (!member || !value || member.object.text !== node.text || !adders.test(member.property.text)) continue;
    await tracer.follow({ ...step, node: value, path: rest, steps: step.steps + 1, awaited: false });
  }
  return result;
}

/** A parameter: what callers give for it, its default, and what its written type says. */
export async function traceParameter(
  tracer: Tracer,
  step: Step,
  info: FunctionInfo,
  parameter: ParameterInfo,
): Promise<void> {
  const { file, node } = step;
  const key = parameter.destructured ? keyIn(parameter, node.text) : undefined;
  const path = key === undefined ? step.path : [key, ...step.path];
  if (await traceCallback(tracer, step, info, parameter, path)) return;
  const sites = await callSites(tracer, info, step);
  for (const site of sites) {
    const { frame: _, ...plain } = step;
    const next = {
      ...plain,
      file: site.file,
      steps: step.steps + 1,
      certain: step.certain && site.certain,
      awaited: false,
      ...(site.frame === undefined ? {} : { frame: site.frame }),
    };
    const given = argumentFor(site, info, parameter.name);
    if (given === 'spread') continue;
    if (given) await tracer.follow({ ...next, node: given, path });
    else if (!parameter.hasDefault && path.length === 0 && tracer.wantsNothing) {
      const detail = { callee: info, calleeFile: file, parameter: parameter.name, call: site.call };
      tracer.add({ kind: 'missing-argument', ...detail }, { ...next, node: site.call });
    }
  }
  if (sites.every(site => site.frame === undefined)) await traceTests(tracer, step, info, parameter, path);
  const fallback = parameter.node.child('value') ?? parameter.node.child('right');
  if (fallback) await tracer.follow({ ...step, node: fallback, path, steps: step.steps + 1 });
  if (parameter.type && path.length > 0) await traceTyped(tracer, step, parameter.type, path);
  if (sites.length === 0)
    tracer.add(
      { kind: 'parameter', name: parameter.name, callee: info, inside: path.length > 0 },
      { ...step, node: parameter.node },
    );
}

/** What tests give for a parameter, where it comes from functions of the program: whoever calls from outside does likewise. */
async function traceTests(
  tracer: Tracer,
  step: Step,
  info: FunctionInfo,
  parameter: ParameterInfo,
  path: readonly string[],
): Promise<void> {
  const { frame: _, ...plain } = step;
  const makers = new Set<string>();
  for (const site of await callSitesInTests(tracer, info, step)) {
    const given = argumentFor(site, info, parameter.name);
    const maker = given && given !== 'spread' ? site.file.language.call(given)?.callee.text : undefined;
    if (given === undefined || given === 'spread' || maker === undefined || makers.has(maker)) continue;
    if (makers.size >= mostMakers) return;
    makers.add(maker);
    const next = { ...plain, file: site.file, node: given, path, certain: false, awaited: false };
    await tracer.follow({ ...next, steps: step.steps + 1 });
  }
}

function keyIn(parameter: ParameterInfo, name: string): string | undefined {
  for (const part of parameter.node.walk()) {
    if (part.type === 'shorthand_property_identifier_pattern' && part.text === name) return name;
    if (part.type === 'pair_pattern' && part.child('value')?.text.startsWith(name))
      return part.child('key')?.text;
  }
  return undefined;
}

const perElement =
  /^(map!?|forEach|filter|find|findIndex|some|every|flatMap|sort|toSorted|each|each_with_index|select!?|reject!?|collect|flat_map|find_all|detect|sort_by!?|group_by|any\?|all\?|none\?|sum|each_with_object|anyMatch|allMatch|noneMatch|mapToInt|mapToObj|removeIf|Select|Where|First|FirstOrDefault|Single|SingleOrDefault|Any|All|OrderBy|OrderByDescending|GroupBy|SelectMany|ForEach|Sum|for_each|filter_map|position)$/;

/** The parameter of a function given to an array method is an element of the array. */
async function traceCallback(
  tracer: Tracer,
  step: Step,
  info: FunctionInfo,
  parameter: ParameterInfo,
  path: readonly string[],
): Promise<boolean> {
  const { language } = step.file;
  const taker = language.handedTo(info.node);
  const call = taker && language.call(taker);
  const member = call ? language.member(call.callee) : undefined;
  if (call && member && info.parameters.indexOf(parameter) < 2) {
    const position = info.parameters.indexOf(parameter);
    const method = member.property.text;
    const takes = perElement.test(method)
      ? position === 0 || /ort/.test(method)
      : method === 'reduce' && position === 1;
    if (takes) {
      await tracer.follow({ ...step, node: member.object, path: [element, ...path], steps: step.steps + 1 });
      return true;
    }
  }
  const key = info.node.parent?.type === 'keyword_argument' ? info.node.parent.parent?.parts[0] : undefined;
  if (info.kind !== 'lambda' || !key || key === info.node.parent) return false;
  await tracer.follow({ ...step, node: key, path: [element, ...path], steps: step.steps + 1 });
  return true;
}

async function traceImported(tracer: Tracer, step: Step, name: string): Promise<void> {
  const binding = importOf(name, step.file);
  const target = binding ? await definitionFile(binding, step.file, tracer.index) : undefined;
  if (!target) return;
  const { language, tree } = target.file;
  const found = language.assignments(tree.root).filter(known => known.target.text === target.name);
  const { frame: _, ...plain } = step;
  for (const assignment of found) {
    if (!assignment.value) continue;
    await tracer.follow({
      ...plain,
      file: target.file,
      node: assignment.value,
      steps: step.steps + 1,
      awaited: false,
    });
  }
  traceModule(tracer, { ...plain, file: target.file, node: tree.root, steps: step.steps + 1 }, binding);
  const known = language.classes(tree).find(found => found.name === target.name);
  if (known && found.length === 0)
    await traceField(tracer, { ...plain, file: target.file, node: known.node, steps: step.steps + 1 });
}

/** A member that is asked of a whole module, which does not give it out. */
function traceModule(tracer: Tracer, step: Step, binding: ImportInfo | undefined): void {
  const [member, ...rest] = step.path;
  const { language, tree } = step.file;
  if (!binding || binding.kind === 'named' || member === undefined || rest.length > 0) return;
  const given = language.functions(tree).filter(info => info.exported !== false && !info.className);
  const keys = given.map(info => info.name);
  const whole = language.assignments(tree.root).some(found => found.target.text === member);
  if (keys.length === 0 || keys.includes(member) || whole) return;
  tracer.add({ kind: 'missing-field', property: member, keys, className: binding.local ?? '' }, step, 0.9);
}
