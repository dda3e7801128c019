import type { FunctionInfo, Language } from '../../../language/language.ts';
import { languageOf } from '../../../language/languages.ts';
import type { SyntaxNode, Tree } from '../../../language/syntax.ts';
import type { VerifyContext } from '../../context.ts';

export type WebFramework = 'flask' | 'starlette' | 'django';

/** Something that answers requests and has a client for tests. */
export interface WebApp {
  readonly file: string;
  /** Of Django the name of its settings module. */
  readonly name: string;
  /** `factory`: a function that gives one. */
  readonly shape: 'instance' | 'factory' | 'settings';
  /** The factory cannot be called without arguments. */
  readonly needsArguments: boolean;
  readonly framework: WebFramework;
}

/** The classes whose instances are apps, by the packages that they are imported from. */
const makers: Readonly<Record<string, { readonly name: string; readonly framework: WebFramework }>> = {
  flask: { name: 'Flask', framework: 'flask' },
  fastapi: { name: 'FastAPI', framework: 'starlette' },
  starlette: { name: 'Starlette', framework: 'starlette' },
  'starlette.applications': { name: 'Starlette', framework: 'starlette' },
};
const mention = /\b(?:Flask|FastAPI|Starlette|DJANGO_SETTINGS_MODULE)\b/;
const settings = /DJANGO_SETTINGS_MODULE['"]\s*,\s*['"]([\w.]+)['"]/;
const mostFiles = 400;

/** Apps that a test can send requests to, those that a factory makes first. */
export async function findWebApps(context: VerifyContext, files: readonly string[]): Promise<WebApp[]> {
  const found: WebApp[] = [];
  for (const file of files.filter(path => path.endsWith('.py')).slice(0, mostFiles)) {
    const text = await context.sources.read(file);
    const language = text !== undefined && mention.test(text) ? await languageOf(file) : undefined;
    if (text === undefined || language === undefined) continue;
    const name = settings.exec(text)?.[1];
    if (name !== undefined)
      found.push({ file, name, shape: 'settings', needsArguments: false, framework: 'django' });
    else found.push(...webAppsIn(file, language, language.parse(text)));
  }
  const cost = (app: WebApp) => Number(app.shape !== 'factory') + Number(app.needsArguments);
  return found.sort((a, b) => cost(a) - cost(b));
}

/** The apps that one module makes at its top level, or that its functions make; none that serves when it is imported. */
export function webAppsIn(file: string, language: Language, tree: Tree): WebApp[] {
  const calls = makersIn(language, tree);
  if (calls.size === 0) return [];
  const serves = tree.root.parts.some(
    part => part.type === 'expression_statement' && /^\w+\.run\(/.test(part.text),
  );
  if (serves) return [];
  const apps: WebApp[] = [];
  for (const info of language.functions(tree)) {
    if (!info.exported || info.className !== undefined || info.async) continue;
    const framework = info.body && madeIn(info.body, language, calls);
    if (framework === undefined || language.returns(info).length === 0) continue;
    apps.push({ file, name: info.name, shape: 'factory', needsArguments: needs(info), framework });
  }
  for (const { target, value, kind } of language.assignments(tree.root)) {
    const framework = value && calls.get(language.call(value)?.callee.text ?? '');
    if (framework === undefined || kind === 'element' || !language.isIdentifier(target)) continue;
    apps.push({ file, name: target.text, shape: 'instance', needsArguments: false, framework });
  }
  return apps;
}

function needs(info: FunctionInfo): boolean {
  return info.parameters.some(part => !part.hasDefault && !part.rest);
}

/** Expressions whose call makes an app, as they are written in this module. */
function makersIn(language: Language, tree: Tree): Map<string, WebFramework> {
  const calls = new Map<string, WebFramework>();
  for (const { source, kind, imported, local } of language.imports(tree)) {
    const maker = Object.hasOwn(makers, source) ? makers[source] : undefined;
    if (maker === undefined || local === undefined) continue;
    if (kind !== 'named') calls.set(`${local}.${maker.name}`, maker.framework);
    else if (imported === maker.name) calls.set(local, maker.framework);
  }
  return calls;
}

function madeIn(
  body: SyntaxNode,
  language: Language,
  calls: ReadonlyMap<string, WebFramework>,
): WebFramework | undefined {
  for (const node of body.walk()) {
    const framework = calls.get(language.call(node)?.callee.text ?? '');
    if (framework !== undefined) return framework;
  }
  return undefined;
}
