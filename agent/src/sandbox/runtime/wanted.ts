import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type RuntimeName = 'node' | 'python' | 'go' | 'java' | 'rust';

/** The version of a runtime that a project asks for, in its own words, and where it says so. */
export interface Wanted {
  readonly range: string;
  readonly source: string;
}

const MOST_BYTES = 256 * 1024;
const RANGE = /^[\w.*<>=^~!|,+/ -]{1,80}$/;

/** Of each name that nvm gives a long-term line, the major version. */
const LTS = [
  'argon boron carbon dubnium erbium fermium gallium hydrogen iron jod krypton'.split(' '),
].flatMap(names => names.map((name, index): [string, string] => [`lts/${name}`, String(4 + 2 * index)]));
const ALIASES: ReadonlyMap<string, string> = new Map([...LTS, ['lts/*', '18 || 20 || 22 || 24 || 26']]);

/** What asdf calls them, where that differs. */
const TOOL_NAMES: Readonly<Partial<Record<RuntimeName, readonly string[]>>> = {
  node: ['nodejs', 'node'],
  go: ['golang', 'go'],
};

type Reader = (text: string, runtime: RuntimeName) => string | undefined;

/** Pins before images before ranges. */
const SOURCES: readonly [file: string, runtimes: readonly RuntimeName[], read: Reader][] = [
  ['.nvmrc', ['node'], firstLine],
  ['.node-version', ['node'], firstLine],
  ['.python-version', ['python'], firstLine],
  ['.tool-versions', ['node', 'python'], toolVersions],
  ['mise.toml', ['node', 'python'], tomlTool],
  ['.mise.toml', ['node', 'python'], tomlTool],
  ['package.json', ['node'], text => field(text, 'volta', 'node')],
  ['runtime.txt', ['python'], text => /^python-([\d.]{1,20})/.exec(text)?.[1]],
  ['Pipfile', ['python'], text => /^python_(?:full_)?version = "([^"\n]{1,80})"/m.exec(text)?.[1]],
  ['.devcontainer/devcontainer.json', ['node', 'python'], devcontainerImage],
  ['.devcontainer.json', ['node', 'python'], devcontainerImage],
  ['Dockerfile', ['node', 'python'], dockerfileImage],
  ['.devcontainer/Dockerfile', ['node', 'python'], dockerfileImage],
  ['package.json', ['node'], text => field(text, 'engines', 'node')],
  ['pyproject.toml', ['python'], requiresPython],
  ['.go-version', ['go'], firstLine],
  ['.tool-versions', ['go', 'java'], toolVersions],
  ['mise.toml', ['go', 'java'], tomlTool],
  ['.mise.toml', ['go', 'java'], tomlTool],
  ['go.mod', ['go'], text => atLeast(/^go (\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)\s*$/m.exec(text)?.[1])],
  ['.sdkmanrc', ['java'], text => numberIn(/^java\s*=\s*(\S{1,60})/m.exec(text)?.[1])],
  ['.java-version', ['java'], text => numberIn(firstLine(text))],
  [
    'pom.xml',
    ['java'],
    text => atLeast(/<(?:maven\.compiler\.(?:release|source)|java\.version)>(\d{1,3})</.exec(text)?.[1]),
  ],
];

/** What the project in `dir` asks for. Its files are a stranger's: only plain ones are read, and no more than a range. */
export function wantedRuntime(dir: string, runtime: RuntimeName): Wanted | undefined {
  for (const [source, runtimes, read] of SOURCES) {
    if (!runtimes.includes(runtime)) continue;
    const said = read(plainText(join(dir, source)) ?? '', runtime)?.trim();
    if (said === undefined || !RANGE.test(said)) continue;
    return { range: ALIASES.get(said.toLowerCase()) ?? said, source };
  }
  return undefined;
}

export function plainText(path: string, most = MOST_BYTES): string | undefined {
  try {
    const stat = lstatSync(path);
    return stat.isFile() && stat.size <= most ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

function firstLine(text: string): string | undefined {
  return text.split('\n').find(line => line.trim() !== '' && !line.startsWith('#'));
}

function toolVersions(text: string, runtime: RuntimeName): string | undefined {
  const names = TOOL_NAMES[runtime] ?? [runtime];
  for (const line of text.split('\n')) {
    const [name = '', version] = line.trim().split(/\s+/, 2);
    if (names.includes(name)) return runtime === 'java' ? numberIn(version) : version;
  }
  return undefined;
}

function tomlTool(text: string, runtime: RuntimeName): string | undefined {
  const section = text.split('\n[').find(part => part.replace(/^\[/, '').startsWith('tools]'));
  const found = new RegExp(`^${runtime} = ["']([^"'\n]{1,80})["']`, 'm').exec(section ?? '')?.[1];
  return runtime === 'java' ? numberIn(found) : found;
}

/** `temurin-17.0.9+9` and `17.0.9-tem` are 17.0.9: whose build it is does not matter. */
function numberIn(text: string | undefined): string | undefined {
  return /\d{1,3}(?:\.\d{1,4}){0,2}/.exec(text ?? '')?.[0];
}

function atLeast(version: string | undefined): string | undefined {
  return version === undefined ? undefined : `>=${version}`;
}

function field(text: string, ...path: string[]): string | undefined {
  try {
    let value: unknown = JSON.parse(text);
    for (const name of path) value = (value as Record<string, unknown> | null | undefined)?.[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Its comments make it no JSON. */
function devcontainerImage(text: string, runtime: RuntimeName): string | undefined {
  return imageVersion(/"image"\s*:\s*"([^"\n]{1,200})"/.exec(text)?.[1], runtime);
}

/** The first stage that is made from the runtime's image. */
function dockerfileImage(text: string, runtime: RuntimeName): string | undefined {
  for (const line of text.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (words[0]?.toUpperCase() !== 'FROM') continue;
    const version = imageVersion(
      words.slice(1).find(word => !word.startsWith('--')),
      runtime,
    );
    if (version !== undefined) return version;
  }
  return undefined;
}

/** `node:20-bookworm` → 20, `mcr.microsoft.com/devcontainers/python:1-3.11-bullseye` → 3.11. */
function imageVersion(image: string | undefined, runtime: RuntimeName): string | undefined {
  const [, name = '', tag = ''] = /([^/:]{1,100}):([\w.-]{1,100})$/.exec(image ?? '') ?? [];
  const wanted = runtime === 'node' ? ['node', 'javascript-node', 'typescript-node'] : ['python'];
  if (!wanted.includes(name)) return undefined;
  const parts = tag.split('-').filter(part => /^\d{1,4}(?:\.\d{1,4}){0,2}$/.test(part));
  // An image for development counts its own releases before the runtime's.
  return image?.includes('devcontainers/') ? parts.at(-1) : parts[0];
}

function requiresPython(text: string): string | undefined {
  const found = /^requires-python\s*=\s*["']([^"'\n]{1,80})["']/m.exec(text)?.[1];
  if (found !== undefined) return found;
  const poetry = text.split('\n[').find(part => part.startsWith('tool.poetry.dependencies]'));
  return /^python\s*=\s*["']([^"'\n]{1,80})["']/m.exec(poetry ?? '')?.[1];
}
