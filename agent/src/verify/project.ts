import { readFile, stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { jsonOf } from '@errata/protocol/lenient';
import { z } from 'zod';
import { installedPath, type VerifyContext } from './context.ts';

/** A package's command, or its commands by name; each a path from the package's folder. */
const binarySchema = z.union([z.string(), z.record(z.string(), z.string())]);

const manifestSchema = z.looseObject({
  name: z.string().optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  scripts: z.record(z.string(), z.string()).catch({}),
  dependencies: z.record(z.string(), z.string()).catch({}),
  devDependencies: z.record(z.string(), z.string()).catch({}),
  bin: binarySchema.optional().catch(undefined),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** The languages whose tests can be found; those of any `other` are run where a command for it is given. */
export type ProjectLanguage = 'javascript' | 'python' | 'go' | 'java' | 'rust' | 'other';

/** The part of a repository that is built and tested as one: the nearest manifest's folder above a file. */
export interface Project {
  readonly language: ProjectLanguage;
  /** Repository-relative, '' for the root. */
  readonly folder: string;
  readonly manifest: Manifest | undefined;
  /** The project's files at HEAD, repository-relative. */
  readonly files: readonly string[];
}

/** Files that make the folder they lie in a project. */
const marks: Readonly<Record<ProjectLanguage, readonly string[]>> = {
  javascript: ['package.json'],
  python: ['pyproject.toml', 'setup.py', 'setup.cfg', 'tox.ini', 'pytest.ini', 'requirements.txt'],
  go: ['go.mod'],
  java: ['pom.xml', 'build.gradle', 'build.gradle.kts'],
  rust: ['Cargo.toml'],
  other: [],
};

const languages: readonly (readonly [pattern: RegExp, language: ProjectLanguage])[] = [
  [/\.(?:[cm]?[jt]s|[jt]sx)$/, 'javascript'],
  [/\.py$/, 'python'],
  [/\.go$/, 'go'],
  [/\.java$/, 'java'],
  [/\.rs$/, 'rust'],
];

export function languageOfFile(path: string): ProjectLanguage | undefined {
  return languages.find(([pattern]) => pattern.test(path))?.[1];
}

/** Folders from the one that holds `path` up to the root (''), nearest first. */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.push(folder);
  return [...folders, ''];
}

export function inFolder(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}

export function relativeTo(folder: string, path: string): string {
  return posix.relative(folder === '' ? '.' : folder, path);
}

/**
 * The projects that a file lies in, nearest first: a package of a workspace, then the workspace. Where nothing marks one,
 * the whole repository is taken for it.
 */
export async function projectsAround(context: VerifyContext, path: string): Promise<Project[]> {
  const language = languageOfFile(path) ?? 'other';
  const all = await context.sources.list();
  const present = new Set(all);
  const marked = foldersAbove(path).filter(above =>
    marks[language].some(mark => present.has(inFolder(above, mark))),
  );
  const projects: Project[] = [];
  for (const folder of marked.length > 0 ? marked : ['']) {
    const prefix = folder === '' ? '' : `${folder}/`;
    projects.push({
      language,
      folder,
      manifest: language === 'javascript' ? await readManifest(context, folder) : undefined,
      files: all.filter(file => file.startsWith(prefix)),
    });
  }
  return projects;
}

async function readManifest(context: VerifyContext, folder: string): Promise<Manifest | undefined> {
  const text = await context.sources.read(inFolder(folder, 'package.json'));
  return text === undefined ? undefined : parseManifest(text);
}

export function parseManifest(text: string): Manifest | undefined {
  return manifestSchema.safeParse(jsonOf(text)).data;
}

export function declares(project: Project, name: string): boolean {
  const { dependencies, devDependencies } = project.manifest ?? { dependencies: {}, devDependencies: {} };
  return Object.hasOwn(dependencies, name) || Object.hasOwn(devDependencies, name);
}

/**
 * The script behind a package's command, as a path from the project's folder (`../../node_modules/mocha/bin/mocha.js`),
 * or undefined when the package is not installed within the working folder.
 */
export async function localBinary(
  context: VerifyContext,
  folder: string,
  name: string,
  command = name,
): Promise<string | undefined> {
  const package_ = await installedFolder(context, folder, name);
  if (package_ === undefined) return undefined;
  const manifest = JSON.parse(await readFile(installedPath(context, `${package_}/package.json`), 'utf8'));
  const declared = binarySchema.safeParse(manifest.bin);
  if (!declared.success) return undefined;
  const script = typeof declared.data === 'string' ? declared.data : declared.data[command];
  return script === undefined ? undefined : relativeTo(folder, posix.join(package_, script));
}

/** Repository-relative folder of an installed package, as seen from a project's folder. */
export async function installedFolder(
  context: VerifyContext,
  folder: string,
  name: string,
): Promise<string | undefined> {
  for (const above of [...(folder === '' ? [] : [folder]), ...foldersAbove(folder === '' ? 'x' : folder)]) {
    const candidate = inFolder(above, `node_modules/${name}`);
    if (await isFile(installedPath(context, `${candidate}/package.json`))) return candidate;
  }
  return undefined;
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isFile(),
    () => false,
  );
}
