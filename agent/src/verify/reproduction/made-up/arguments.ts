import { languageOf } from '../../../language/languages.ts';
import type { Tree } from '../../../language/syntax.ts';
import type { VerifyContext } from '../../context.ts';
import type { Target } from '../target.ts';
import type { Value } from '../value.ts';
import { type Choice, completed, madeOf } from './shape.ts';
import { shapeOfType } from './types.ts';
import { type Place, type Program, parameterShapes } from './uses.ts';

/** Likeliest first. */
const choices: readonly [Choice, ...Choice[]] = [
  { flag: true, length: 2 },
  { flag: false, length: 2 },
  { flag: true, length: 0 },
];

/**
 * Arguments such as any caller may pass, for an event that holds none: of the types that are written, else such as the
 * function uses them. Nothing is left out that the code takes for granted, so what raises the exception is the code.
 */
export async function madeUpArguments(
  context: VerifyContext,
  target: Target,
  targets: readonly Target[],
): Promise<Value[][]> {
  const { function: info, language, tree, file } = target;
  if (info.exported === false || info.name === '' || info.parameters.length === 0) return [];
  if (Object.keys(target.variables).length > 0) return [];
  const program = new SourceProgram(context);
  program.know(tree, file);
  const shapes = await parameterShapes({ info, language, tree }, program);
  if (shapes === undefined) return [];
  const python = language.family === 'python';
  // Where it crashed, an empty list may be the bad value itself, passed in by hand.
  const crashed = targets.length > 1 && target === targets.at(-1);
  const usable = choices.filter(choice => !crashed || choice.length > 0);
  const made = usable.map(choice => shapes.map(shape => madeOf(shape, choice, python)));
  const seen = new Set<string>();
  return made.filter(values => !seen.has(JSON.stringify(values)) && seen.add(JSON.stringify(values)));
}

/**
 * Captured arguments with what the client could not capture: what their written types want, such as dates, and elements of
 * lists. Gives the same array where nothing was missing.
 */
export async function completedArguments(
  context: VerifyContext,
  target: Target,
  values: readonly Value[],
): Promise<readonly Value[]> {
  const { function: info, language, tree, file } = target;
  const program = new SourceProgram(context);
  program.know(tree, file);
  const trees = await program.trees({ info, language, tree });
  const used = await parameterShapes({ info, language, tree }, program);
  const whole = values.map((value, at) => {
    const type = info.parameters[at]?.type;
    const typed = type === undefined ? undefined : shapeOfType(type, trees);
    // By its uses alone a field may be the one that was missing: only elements that were lost as a whole are made up.
    const lost = value.kind === 'list' && value.items.every(item => item.kind === 'literal' && !item.value);
    const shape = typed ?? (lost ? used?.[at] : undefined);
    return shape ? completed(value, shape, choices[0], language.family === 'python') : value;
  });
  return whole.every((value, at) => value === values[at]) ? values : whole;
}

/** The program as its sources show it. */
class SourceProgram implements Program {
  readonly #context: VerifyContext;
  readonly #paths = new Map<Tree, string>();

  constructor(context: VerifyContext) {
    this.#context = context;
  }

  know(tree: Tree, path: string): void {
    this.#paths.set(tree, path);
  }

  async called(name: string, from: Place): Promise<Place | undefined> {
    const { language, tree } = from;
    const own = language.functions(tree).find(info => info.name === name && info.qualifiedName === name);
    if (own) return { info: own, language, tree };
    const binding = language.imports(tree).find(known => known.local === name);
    if (!binding || binding.kind === 'namespace') return undefined;
    const other = await this.#open(binding.source, from);
    const wanted = binding.imported ?? name;
    const info = other && language.functions(other).find(known => known.qualifiedName === wanted);
    return info && other ? { info, language, tree: other } : undefined;
  }

  async trees(from: Place): Promise<readonly Tree[]> {
    const found = [from.tree];
    for (const { source } of from.language.imports(from.tree)) {
      const other = source.startsWith('.') ? await this.#open(source, from) : undefined;
      if (other) found.push(other);
    }
    return found;
  }

  async #open(source: string, { language, tree }: Place): Promise<Tree | undefined> {
    const path = this.#paths.get(tree);
    if (path === undefined) return undefined;
    for (const candidate of language.resolve(path, source)) {
      const known = [...this.#paths].find(([, other]) => other === candidate)?.[0];
      if (known) return known;
      const text = await this.#context.sources.read(candidate);
      const parser = text === undefined ? undefined : await languageOf(candidate);
      if (text === undefined || parser === undefined) continue;
      const opened = parser.parse(text);
      this.#paths.set(opened, candidate);
      return opened;
    }
    return undefined;
  }
}
