import { exportsOf } from '../../../language/javascript/modules.ts';
import type { FunctionInfo, Language } from '../../../language/language.ts';
import { languageOf } from '../../../language/languages.ts';
import type { SyntaxNode, Tree } from '../../../language/syntax.ts';
import type { VerifyContext } from '../../context.ts';

export type HttpFramework = 'express' | 'fastify' | 'koa' | 'hono' | 'http';

/** Something exported that answers requests. */
export interface HttpApp {
  readonly file: string;
  readonly name: string;
  readonly exported: 'named' | 'default';
  /** `factory`: a function that gives one. */
  readonly shape: 'instance' | 'factory';
  readonly async: boolean;
  /** The factory cannot be called without arguments. */
  readonly needsArguments: boolean;
  readonly framework: HttpFramework;
  /** The module starts to listen when it is imported. */
  readonly listens: boolean;
}

const packages: Readonly<Record<string, HttpFramework>> = {
  express: 'express',
  fastify: 'fastify',
  koa: 'koa',
  hono: 'hono',
  http: 'http',
  'node:http': 'http',
};
const mention = /['"](?:express|fastify|koa|hono|(?:node:)?http)['"]/;
const mostFiles = 400;

/** Apps that can be imported, those that do not listen by themselves and that a factory makes first. */
export async function findHttpApps(context: VerifyContext, files: readonly string[]): Promise<HttpApp[]> {
  const found: HttpApp[] = [];
  for (const file of files.slice(0, mostFiles)) {
    const language = await languageOf(file);
    if (language === undefined || language.family !== 'javascript') continue;
    const text = await context.sources.read(file);
    if (text === undefined || !mention.test(text)) continue;
    found.push(...appsIn(file, language, language.parse(text)));
  }
  const cost = (app: HttpApp) =>
    (app.listens ? 10 : 0) + (app.shape === 'factory' ? 0 : 1) + (app.framework === 'http' ? 2 : 0);
  return found.sort((a, b) => cost(a) - cost(b));
}

/** The apps that one module gives out. */
function appsIn(file: string, language: Language, tree: Tree): HttpApp[] {
  const makers = makersOf(language, tree);
  if (makers.size === 0) return [];
  const listens = tree.root.parts.some(part => !isDeclaration(part) && /\.listen\s*\(/.test(part.text));
  const apps: HttpApp[] = [];
  for (const info of language.functions(tree)) {
    if (!info.exported || !info.name || info.className !== undefined) continue;
    const framework = info.body && makes(info.body, makers);
    if (framework === undefined) continue;
    const { name, exported, async } = info;
    apps.push({
      file,
      name,
      exported,
      shape: 'factory',
      async,
      needsArguments: !needsNothing(info),
      framework,
      listens,
    });
  }
  for (const [name, exported] of exportsOf(tree)) {
    const value = topLevelValue(tree, name);
    const framework = value && makerOf(value, makers);
    if (framework)
      apps.push({
        file,
        name,
        exported,
        shape: 'instance',
        async: false,
        needsArguments: false,
        framework,
        listens,
      });
  }
  return apps;
}

function isDeclaration(node: SyntaxNode): boolean {
  return /^(?:function_declaration|class_declaration|export_statement|import_statement)$/.test(node.type);
}

function needsNothing(info: FunctionInfo): boolean {
  return info.parameters.every(part => part.hasDefault || part.optional || part.rest);
}

/** Expressions whose call or construction makes an app, as they are written in this module. */
function makersOf(language: Language, tree: Tree): Map<string, HttpFramework> {
  const makers = new Map<string, HttpFramework>();
  for (const { source, kind, imported, local } of language.imports(tree)) {
    const framework = Object.hasOwn(packages, source) ? packages[source] : undefined;
    if (framework === undefined || local === undefined) continue;
    if (framework === 'http') {
      if (kind === 'named' && imported === 'createServer') makers.set(local, framework);
      else if (kind !== 'named') makers.set(`${local}.createServer`, framework);
    } else if (kind !== 'named' || /^(?:default|fastify|Fastify|Hono)$/.test(imported ?? '')) {
      makers.set(local, framework);
    }
  }
  return makers;
}

function makes(body: SyntaxNode, makers: ReadonlyMap<string, HttpFramework>): HttpFramework | undefined {
  for (const node of body.walk()) {
    const framework = makerOf(node, makers);
    if (framework !== undefined) return framework;
  }
  return undefined;
}

function makerOf(node: SyntaxNode, makers: ReadonlyMap<string, HttpFramework>): HttpFramework | undefined {
  if (node.type === 'call_expression') return makers.get(node.child('function')?.text ?? '');
  return node.type === 'new_expression' ? makers.get(node.child('constructor')?.text ?? '') : undefined;
}

function topLevelValue(tree: Tree, name: string): SyntaxNode | undefined {
  for (const statement of tree.root.parts) {
    const declaration = statement.child('declaration') ?? statement;
    for (const part of declaration.parts) {
      if (part.type === 'variable_declarator' && part.child('name')?.text === name)
        return part.child('value');
    }
  }
  return undefined;
}
