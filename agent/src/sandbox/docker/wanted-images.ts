import { existsSync } from 'node:fs';
import { basename, extname, join, posix } from 'node:path';
import { t } from '@vscode/l10n';
import { plainText, wantedRuntime } from '../runtime/wanted.ts';

/** An image that a project may run in, and what in it says so. */
export interface WantedImage {
  readonly image: string;
  readonly source: string;
  /** Nothing in the project asks for this version. */
  readonly usual?: true;
}

type Runtime = 'node' | 'python' | 'go' | 'java' | 'rust';

interface Official {
  /** Files that show that a project has a use for it. */
  readonly marks: readonly string[];
  readonly endings: readonly string[];
  /** Names of images that carry it, without where they are from. */
  readonly names: RegExp;
  readonly version: (dir: string) => { tag: string; source: string } | undefined;
  readonly usual: string;
}

const major = /^[v=^~>\s]{0,4}(\d{1,3}(?:\.\d{1,3})?)/;

const OFFICIAL: Readonly<Record<Runtime, Official>> = {
  node: {
    marks: ['package.json'],
    endings: ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx'],
    names: /^(?:node|javascript-node|typescript-node|bun)$/,
    version: dir => versionOf(dir, 'node', 'node'),
    usual: 'node:22',
  },
  python: {
    marks: ['pyproject.toml', 'requirements.txt', 'setup.py', 'Pipfile'],
    endings: ['.py'],
    names: /^(?:python|uv|poetry|pypy)$/,
    version: dir => versionOf(dir, 'python', 'python'),
    usual: 'python:3.12',
  },
  go: {
    marks: ['go.mod'],
    endings: ['.go'],
    names: /^(?:golang|go)$/,
    version: dir => said(dir, 'go.mod', /^go (\d{1,3}\.\d{1,3})/m, 'golang'),
    usual: 'golang:1',
  },
  java: {
    marks: ['pom.xml', 'build.gradle', 'build.gradle.kts'],
    endings: ['.java', '.kt'],
    names: /^(?:maven|gradle|eclipse-temurin|openjdk|amazoncorretto|java)$/,
    version: dir =>
      said(
        dir,
        'pom.xml',
        /<(?:maven\.compiler\.release|java\.version)>(\d{1,3})</,
        'maven:3-eclipse-temurin',
      ),
    usual: 'maven:3-eclipse-temurin-21',
  },
  rust: {
    marks: ['Cargo.toml'],
    endings: ['.rs'],
    names: /^(?:rust)$/,
    version: dir => said(dir, 'Cargo.toml', /^rust-version\s*=\s*"(\d{1,3}\.\d{1,3})/m, 'rust'),
    usual: 'rust:1',
  },
};

const LONGEST_COMPOSE = 64 * 1024;
const IMAGE = /^[a-z0-9][\w.:/@-]{0,250}$/;
const COMPOSE = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];
const DEVCONTAINER = ['.devcontainer/devcontainer.json', '.devcontainer.json'];

/**
 * Images for the project in `dir`, what it says most clearly first: that of its devcontainer, what Compose builds, the
 * language image that its Dockerfile starts from, at last the official one of its language. The files in question tell the
 * language where it has several.
 */
export function wantedImages(dir: string, around: readonly string[] = []): WantedImage[] {
  const runtime = runtimeOf(dir, around);
  const found: WantedImage[] = [];
  const add = (image: string | undefined, source: string, usual: { usual?: true } = {}): void => {
    if (image === undefined || !IMAGE.test(image) || found.some(known => known.image === image)) return;
    found.push({ image, source, ...usual });
    // Alpine has no bash, which runs need, and there is one on Debian beside it.
    const debian = image.replace(/-alpine[\d.]*$/, '');
    if (debian !== image) add(debian, t('{0}, on Debian', source));
  };
  for (const file of DEVCONTAINER) {
    const text = plainText(join(dir, file)) ?? '';
    add(/"image"\s*:\s*"([^"\n]{1,200})"/.exec(text)?.[1], file);
    const built = /"docker[fF]ile"\s*:\s*"([^"\n]{1,200})"/.exec(text)?.[1];
    if (built !== undefined) addBases(posix.join(posix.dirname(file), built));
  }
  for (const file of COMPOSE) {
    for (const { service, image, dockerfile } of composeServices(plainText(join(dir, file)) ?? '')) {
      const project = basename(dir)
        .toLowerCase()
        .replaceAll(/[^a-z0-9_-]/g, '');
      if (dockerfile !== undefined) {
        add(image ?? `${project}-${service}`, `${file}, built`);
        addBases(dockerfile);
      }
    }
  }
  addBases('Dockerfile');
  const official = runtime && OFFICIAL[runtime];
  const version = official?.version(dir);
  add(version?.tag, version?.source ?? '');
  add(official?.usual, t('the usual one of {0}', runtime ?? ''), { usual: true });
  return found;

  function addBases(file: string): void {
    if (posix.normalize(file).startsWith('..')) return;
    for (const image of baseImages(plainText(join(dir, file)) ?? '')) {
      const name =
        image
          .replace(/[:@].*$/, '')
          .split('/')
          .at(-1) ?? '';
      if (runtime === undefined || OFFICIAL[runtime].names.test(name)) add(image, file);
    }
  }
}

function runtimeOf(dir: string, around: readonly string[]): Runtime | undefined {
  const all = Object.entries(OFFICIAL) as [Runtime, Official][];
  const ending = extname(around[0] ?? '');
  return (all.find(([, { endings }]) => endings.includes(ending)) ??
    all.find(([, { marks }]) => marks.some(mark => existsSync(join(dir, mark)))))?.[0];
}

function versionOf(dir: string, runtime: 'node' | 'python', image: string) {
  const wanted = wantedRuntime(dir, runtime);
  const version = major.exec(wanted?.range ?? '')?.[1];
  return wanted && version ? { tag: `${image}:${version}`, source: wanted.source } : undefined;
}

function said(dir: string, file: string, pattern: RegExp, image: string) {
  const version = pattern.exec(plainText(join(dir, file)) ?? '')?.[1];
  if (version === undefined) return undefined;
  return { tag: image.includes(':') ? `${image}-${version}` : `${image}:${version}`, source: file };
}

/** What the stages of a Dockerfile are made from, stages of its own left out, with the defaults of its arguments. */
export function baseImages(dockerfile: string): string[] {
  const values = new Map<string, string>();
  const stages = new Set<string>();
  const images: string[] = [];
  for (const line of dockerfile.split('\n')) {
    const [instruction = '', ...words] = line.trim().split(/\s+/);
    if (instruction.toUpperCase() === 'ARG') {
      const [, name, value] = /^([A-Za-z_]\w{0,100})=["']?([^"']{0,200})/.exec(words.join(' ')) ?? [];
      if (name !== undefined && images.length === 0) values.set(name, value ?? '');
    }
    if (instruction.toUpperCase() !== 'FROM') continue;
    const [image = '', as, stage] = words.filter(word => !word.startsWith('--'));
    const filled = image.replaceAll(
      /\$(?:\{(\w{1,100})(?::-([^}]{0,100}))?\}|(\w{1,100}))/g,
      (_, braced, fallback, bare) => values.get(braced ?? bare) ?? fallback ?? '',
    );
    if (!stages.has(filled) && filled !== 'scratch') images.push(filled);
    if (as?.toUpperCase() === 'AS' && stage !== undefined) stages.add(stage);
  }
  return images;
}

interface Service {
  readonly service: string;
  readonly image: string | undefined;
  /** Set where the service is built. */
  readonly dockerfile: string | undefined;
}

/** The services of a Compose file as it is usually laid out: a step of two spaces, one key a line. */
export function composeServices(yaml: string): Service[] {
  const services: { service: string; image?: string; build?: string; file?: string }[] = [];
  let inServices = false;
  let inBuild = false;
  for (const line of yaml.slice(0, LONGEST_COMPOSE).split('\n')) {
    const [, indent = '', key = '', raw = ''] =
      /^( *)([\w.-]{1,100}):(?: +(.{0,200}))?\s*$/.exec(line.replace(/ #.*$/, '')) ?? [];
    if (key === '') continue;
    const value = raw.trim().replaceAll(/^["']|["']$/g, '');
    const current = services.at(-1);
    if (indent.length === 0) inServices = key === 'services';
    else if (!inServices) continue;
    else if (indent.length === 2) services.push({ service: key });
    else if (indent.length === 4) {
      inBuild = key === 'build';
      if (key === 'image' && current) current.image = value;
      if (inBuild && current) current.build = value === '' ? '.' : value;
    } else if (indent.length === 6 && inBuild && current) {
      if (key === 'context') current.build = value;
      if (key === 'dockerfile') current.file = value;
    }
  }
  return services.map(({ service, image, build, file }) => ({
    service,
    image,
    dockerfile: build === undefined ? undefined : posix.join(build, file ?? 'Dockerfile'),
  }));
}
