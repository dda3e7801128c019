import type { FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { SourceFile } from '../sources.ts';
import { importOf } from './definitions.ts';
import type { Step, Tracer } from './step.ts';

export interface CallSite {
  file: SourceFile;
  call: SyntaxNode;
  arguments: SyntaxNode[];
  certain: boolean;
  /** Position among the frames, when the site is the caller in the trace. */
  frame?: number;
}

const mostSites = 16;
const mostFound = 200;

/** Calls of a function: the one that the trace names, else all in the program, by name. */
export async function callSites(tracer: Tracer, info: FunctionInfo, step: Step): Promise<CallSite[]> {
  const inTrace = callerFrame(tracer, info, step);
  if (inTrace.length > 0) return inTrace;
  const found = await callsIn(tracer, info, step, file => !file.test);
  return found.slice(0, mostSites);
}

/** Calls of a function by tests, which show how it is called from outside, where the program's own calls are not meant. */
export async function callSitesInTests(tracer: Tracer, info: FunctionInfo, step: Step): Promise<CallSite[]> {
  const found = await callsIn(tracer, info, step, file => file.test);
  return found.map(site => ({ ...site, certain: false }));
}

async function callsIn(
  tracer: Tracer,
  info: FunctionInfo,
  step: Step,
  wanted: (file: SourceFile) => boolean,
): Promise<CallSite[]> {
  const name = info.kind === 'constructor' ? (info.className ?? '') : info.name;
  if (!name) return [];
  const found: CallSite[] = [];
  for (const file of await tracer.index.mentioning(step.file.language.family, name)) {
    if (!wanted(file) || found.length >= mostFound) continue;
    if (!info.className && file !== step.file && hides(file, name)) continue;
    for (const site of [...callsNamed(file, name), ...superCalls(file, info)]) {
      const method = file.language.member(site.callee) !== undefined;
      if (info.kind === 'method' && !method) continue;
      found.push({
        file,
        call: site.call,
        arguments: site.arguments,
        certain: file === step.file || !method || info.kind === 'constructor',
      });
    }
  }
  return found;
}

/** Calls of a constructor by the classes that extend its class. */
function superCalls(file: SourceFile, info: FunctionInfo): ReturnType<typeof callsNamed> {
  if (info.kind !== 'constructor') return [];
  const { language } = file;
  const name = language.family === 'python' ? '__init__' : 'super';
  return callsNamed(file, name).filter(site => {
    const bases = language.classOf(site.call)?.bases ?? [];
    const made = language.functionOf(site.call)?.kind === 'constructor' && /^super\b/.test(site.callee.text);
    return made && bases.some(base => base.split('.').at(-1) === info.className);
  });
}

/** Whether a file has a function of its own, or an import from a package, under this name. */
function hides(file: SourceFile, name: string): boolean {
  const own = file.language.functions(file.tree).some(info => info.qualifiedName === name);
  const binding = importOf(name, file);
  return own || (binding !== undefined && file.language.resolve(file.path, binding.source).length === 0);
}

function callerFrame(tracer: Tracer, info: FunctionInfo, step: Step): CallSite[] {
  if (step.frame === undefined) return [];
  const here = tracer.frames[step.frame];
  const caller = tracer.frames[step.frame - 1];
  if (!here || !caller || here.file !== step.file || here.line < info.startLine || here.line > info.endLine)
    return [];
  const names = info.kind === 'constructor' ? [info.className ?? '', 'super', '__init__'] : [info.name];
  const frame = step.frame - 1;
  return names
    .flatMap(name => callsNamed(caller.file, name))
    .filter(site => site.call.line <= caller.line && caller.line <= site.call.endLine)
    .map(site => ({ file: caller.file, call: site.call, arguments: site.arguments, certain: true, frame }));
}

/** Calls in a file whose callee ends in a name. */
export function callsNamed(
  file: SourceFile,
  name: string,
): { call: SyntaxNode; callee: SyntaxNode; arguments: SyntaxNode[] }[] {
  const { language } = file;
  const found: { call: SyntaxNode; callee: SyntaxNode; arguments: SyntaxNode[] }[] = [];
  if (!name) return found;
  for (const node of file.tree.root.walk()) {
    const call = language.call(node);
    if (!call) continue;
    const last = language.member(call.callee)?.property ?? call.callee;
    if (last.text === name) found.push({ call: node, callee: call.callee, arguments: call.arguments });
  }
  return found;
}

/** The argument that a call gives for a parameter; `spread` when that cannot be told. */
export function argumentFor(
  site: CallSite,
  info: FunctionInfo,
  parameter: string,
): SyntaxNode | 'spread' | undefined {
  const { language } = site.file;
  const position = info.parameters.findIndex(known => known.name === parameter);
  const bare = parameter.replace(/^\$/, '');
  const named = site.arguments.map(given => language.named(given)).find(given => given?.name === bare);
  if (named) return named.value;
  const positional = site.arguments.filter(given => !language.named(given));
  const spread = positional.findIndex(given => language.spreads(given));
  if (spread >= 0 && spread <= position) return 'spread';
  return positional[position] ?? (spread >= 0 ? 'spread' : undefined);
}
