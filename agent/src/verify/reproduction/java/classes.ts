import { posix } from 'node:path';
import type { FunctionInfo, Language } from '../../../language/language.ts';
import type { SyntaxNode, Tree } from '../../../language/syntax.ts';
import type { VerifyContext } from '../../context.ts';
import type { Project } from '../../project.ts';
import type { Target } from '../target.ts';

/** A class of the program, as a test of one package can make it. */
export interface JavaClass {
  readonly name: string;
  readonly imports: readonly string[];
  /** What can be called to have one: `new Cart`, `Cart.of`; with the types that it takes. */
  readonly makers: readonly { readonly call: string; readonly types: readonly string[] }[];
  /** A member that stands for one, of an enumeration. */
  readonly constant?: string;
}

/** The program's classes as they are seen from the package of a frame. */
export class JavaClasses {
  readonly #context: VerifyContext;
  readonly #project: Project;
  readonly #language: Language;
  readonly #known = new Map<string, Promise<JavaClass | undefined>>();
  readonly package_: string;

  constructor(context: VerifyContext, project: Project, target: Target) {
    this.#context = context;
    this.#project = project;
    this.#language = target.language;
    this.package_ = packageOf(target.tree);
  }

  /** A class by its simple name, if the program has one that a test can see. */
  named(name: string): Promise<JavaClass | undefined> {
    let known = this.#known.get(name);
    if (known === undefined) {
      known = this.#find(name);
      this.#known.set(name, known);
    }
    return known;
  }

  async #find(name: string): Promise<JavaClass | undefined> {
    if (!/^[A-Z]\w*$/.test(name)) return undefined;
    const path = this.#project.files.find(file => posix.basename(file) === `${name}.java`);
    const text = path === undefined ? undefined : await this.#context.sources.read(path);
    if (text === undefined) return undefined;
    const tree = this.#language.parse(text);
    const found = this.#language.classes(tree).find(known => known.name === name);
    const home = packageOf(tree);
    const foreign = home !== this.package_;
    if (found === undefined || (foreign && !modified(found.node, 'public'))) return undefined;
    return describe(name, found.node, this.#language, tree, foreign ? home : undefined);
  }
}

function describe(
  name: string,
  node: SyntaxNode,
  language: Language,
  tree: Tree,
  home: string | undefined,
): JavaClass {
  const imports = home === undefined ? [] : [`${home}.${name}`];
  const constant =
    node.type === 'enum_declaration' ? node.child('body')?.childOfType('enum_constant') : undefined;
  if (constant) return { name, imports, makers: [], constant: `${name}.${constant.child('name')?.text}` };
  const visible = (info: FunctionInfo) =>
    !modified(info.node, 'private') && (home === undefined || modified(info.node, 'public'));
  const own = language.functions(tree).filter(info => language.classOf(info.node)?.node === node);
  const constructors = own.filter(info => info.kind === 'constructor');
  const makers = constructors.filter(visible).flatMap(info => made(`new ${name}`, typesOf(info)));
  const record = node.type === 'record_declaration' ? node.child('parameters') : undefined;
  if (record)
    makers.push(
      ...made(
        `new ${name}`,
        record.parts.map(part => part.child('type')?.text),
      ),
    );
  const open = node.type === 'class_declaration' && !modified(node, 'abstract');
  if (open && constructors.length === 0) makers.push({ call: `new ${name}`, types: [] });
  for (const info of own) {
    if (info.static && info.returnType === name && visible(info))
      makers.push(...made(`${name}.${info.name}`, typesOf(info)));
  }
  return {
    name,
    imports,
    makers: open || record ? makers : makers.filter(({ call }) => !call.startsWith('new ')),
  };
}

function made(call: string, types: readonly (string | undefined)[]): { call: string; types: string[] }[] {
  return types.includes(undefined) ? [] : [{ call, types: types as string[] }];
}

/** The types of what a method takes, what collects the rest left out. */
export function typesOf(info: FunctionInfo): (string | undefined)[] {
  return info.parameters
    .filter(parameter => !parameter.rest)
    .map(parameter => parameter.type ?? parameter.node.child('type')?.text);
}

export function modified(node: SyntaxNode, word: string): boolean {
  return node.childOfType('modifiers')?.childOfType(word) !== undefined;
}

/** The package that a file says it is of; empty for none. */
function packageOf(tree: Tree): string {
  const declaration = tree.root.parts.find(node => node.type === 'package_declaration');
  return declaration?.parts.find(node => /identifier$/.test(node.type))?.text ?? '';
}
