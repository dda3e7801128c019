import type { FunctionInfo, Language } from '../../language/language.ts';
import { languageOf } from '../../language/languages.ts';
import type { VerifyContext } from '../context.ts';
import { ownFolder, type TestPlan } from '../frameworks/framework.ts';
import { inFolder } from '../project.ts';
import { javascriptCalls } from './javascript-calls.ts';
import { javascriptInputs } from './javascript-inputs.ts';
import { javascriptObserver } from './javascript-observer.ts';
import type { Asked, Watched } from './observe.ts';
import { outermost, type Target } from './targets.ts';

/** How a function can be had at the end of its own file. */
interface Callee {
  readonly expression: string;
  /** What `this` inherits from, for a method. */
  readonly prototype?: string;
}

/** What old versions of Node call otherwise. */
const globally = `const __errata_global = typeof globalThis === 'undefined' ? global : globalThis;`;

interface Edit {
  readonly at: number;
  readonly text: string;
}

/**
 * A run of tests on a program that notes what its functions are called with, and that goes on with all versions. The first of
 * the tests is the one that fails.
 */
export async function javascriptObservation(
  plan: TestPlan,
  context: VerifyContext,
  tests: readonly string[],
  asked: Asked,
): Promise<Watched | undefined> {
  const folder = inFolder(plan.project.folder, ownFolder);
  const { workspace } = context;
  const at = (name: string) => `${workspace}/${folder}/${name}`;
  const before = new Map(asked.versions.flatMap(version => Object.entries(version.before)));
  const files = new Map<string, string>();
  const ends: Record<string, string> = {};
  for (const path of new Set(asked.targets.map(target => target.path))) {
    const language = await languageOf(path);
    const text = before.get(path) ?? (await context.sources.read(path));
    if (language === undefined || text === undefined || text.startsWith('#!')) return undefined;
    const watched = instrumented(language, text, path, asked.targets, at('behaviour-calls'));
    if (watched === undefined) return undefined;
    files.set(path, watched.text);
    ends[path] = watched.end;
  }
  const [failing = '', ...others] = tests;
  const runs = [[failing], ...(others.length > 0 ? [others] : [])].map(only => plan.invocation(only, files));
  const told = `${folder}/behaviour-told.json`;
  const [own] = runs;
  if (own === undefined) return undefined;
  return {
    told,
    files: new Map([
      ...runs.flatMap(run => [...run.files]),
      [`${folder}/behaviour.cjs`, javascriptObserver],
      [`${folder}/behaviour-calls.cjs`, javascriptCalls],
      [`${folder}/behaviour-inputs.cjs`, javascriptInputs],
      [`${folder}/behaviour-import.cjs`, 'module.exports = file => import(file);\n'],
      [
        `${folder}/behaviour.json`,
        JSON.stringify({
          ...asked,
          ...{ root: workspace, ends, notes: at('behaviour-calls'), told: `${workspace}/${told}` },
          originals: Object.fromEntries([...files.keys()].map(path => [path, before.get(path) ?? null])),
          instrumented: Object.fromEntries(files),
          runs: runs.map(run => ({ command: run.command, env: run.env })),
        }),
      ],
      [told, ''],
    ]),
    command: ['node', at('behaviour.cjs'), at('behaviour.json')],
    cwd: own.cwd,
    env: own.env,
    collect: [told],
  };
}

/** A text that notes all calls of its targets, and what has to stand at its end for them to be called from outside. */
function instrumented(
  language: Language,
  text: string,
  path: string,
  targets: readonly Target[],
  notes: string,
): { text: string; end: string } | undefined {
  const edits: Edit[] = [];
  const callees: string[] = [];
  const all = outermost(language, text);
  for (const [number, target] of targets.entries()) {
    if (target.path !== path) continue;
    const info = all.find(({ qualifiedName }) => qualifiedName === target.name);
    const noting = info && noteOf(info, number);
    if (info === undefined || noting === undefined) return undefined;
    edits.push(...noting);
    const { expression, prototype } = calleeOf(info);
    callees.push(
      `try { __errata_global.__errata_callees[${number}] = { call: ${expression} } } catch (_) {}`,
      ...(prototype === undefined
        ? []
        : [`try { __errata_global.__errata_callees[${number}].prototype = ${prototype} } catch (_) {}`]),
    );
  }
  let watched = text;
  for (const { at, text: added } of edits.sort((a, b) => b.at - a.at))
    watched = watched.slice(0, at) + added + watched.slice(at);
  return {
    text: `/* @ts-nocheck */ ${watched}\n;${noter(notes)}\n`,
    end: `\n;${globally}__errata_global.__errata_callees = {};${callees.join(';')}\n`,
  };
}

/** The edits that make a function tell what it is called with. */
function noteOf({ node, body, kind, parameters }: FunctionInfo, number: number): Edit[] | undefined {
  if (body === undefined || kind === 'constructor') return undefined;
  const arrow = node.type === 'arrow_function';
  if (arrow && parameters.some(parameter => parameter.destructured)) return undefined;
  const names = parameters.map(({ name, rest }) => (rest ? `...${name}` : name));
  const note = arrow
    ? `__errata_note(${number}, undefined, [${names.join(', ')}])`
    : `__errata_note(${number}, this, arguments)`;
  if (body.type === 'statement_block') return [{ at: body.start + 1, text: ` ${note};` }];
  return [
    { at: body.start, text: `(${note}, ` },
    { at: body.end, text: ')' },
  ];
}

function calleeOf({ name, className, static: isStatic, node }: FunctionInfo): Callee {
  if (className !== undefined && className !== '') {
    if (isStatic) return { expression: `${className}.${name}`, prototype: className };
    return { expression: `${className}.prototype.${name}`, prototype: `${className}.prototype` };
  }
  const assigned =
    node.parent?.type === 'assignment_expression' ? node.parent.child('left')?.text : undefined;
  if (assigned === undefined || !/^[\w$]+(?:\.[\w$]+)+$/.test(assigned))
    return { expression: /declarat/.test(`${node.type} ${node.parent?.type}`) ? name : 'undefined' };
  const holder = /^(.+\.prototype)\.[\w$]+$/.exec(assigned)?.[1];
  return { expression: assigned, ...(holder === undefined ? {} : { prototype: holder }) };
}

/** Writes what a function is called with as it is at that moment; what cannot be copied is only counted. */
function noter(notes: string): string {
  const calls = JSON.stringify(`${notes}.cjs`);
  return `function __errata_note(number, self, given) {
  try {
    const load = process.getBuiltinModule || require;
    ${globally}
    const noted = __errata_global.__errata_noted = __errata_global.__errata_noted || { calls: 0, seen: new Set() };
    if (noted.calls++ > 4000) return;
    const { plain } = __errata_global.__errata_plain || (__errata_global.__errata_plain = (process.getBuiltinModule ? load('module').createRequire(${calls}) : load)(${calls}));
    const line = number + ' ' + plain(self, Array.from(given)) + '\\n';
    if (noted.seen.has(line) || noted.seen.size > 300) return;
    noted.seen.add(line);
    load('fs').appendFileSync(${JSON.stringify(notes)}, line);
  } catch (_) {}
}`.replace(/\n\s*/g, ' ');
}
