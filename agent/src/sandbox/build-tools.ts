import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { plainText } from './runtime/wanted.ts';
import { rustToolchain } from './rust-toolchain.ts';
import type { Bind, Toolchain } from './toolchain.ts';

type Part = Omit<Toolchain, 'links' | 'runtimes'>;

/** Where the tools are looked for. */
export interface Places {
  /** The PATH. */
  readonly folders: readonly string[];
  readonly home: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly project?: string | undefined;
}

const inside = '/opt/errata';

/** The first program of this name on the search path, as the file that it really is. */
function programOn(folders: readonly string[], name: string): string | undefined {
  for (const folder of folders) {
    const path = join(folder, name);
    if (existsSync(path)) return realpathSync(path);
  }
  return undefined;
}

/**
 * A home of a tool, such as a Go root: shown at a place of its own where it lies outside of /usr. `proof` is something
 * in it, without which the folder could be anything, a home folder even.
 */
function shown(home: string, proof: string, as: string): { bind: Bind[]; home: string } | undefined {
  if (!existsSync(join(home, proof)) || home === '/') return undefined;
  if (home.startsWith('/usr/')) return { bind: [], home };
  return { bind: [{ from: home, to: `${inside}/${as}` }], home: `${inside}/${as}` };
}

/** Folders of downloaded packages that are there; they hold what was published, and no settings. */
function caches(home: string, candidates: readonly (readonly [from: string, to: string])[]): Bind[] {
  return candidates
    .map(([from, to]) => ({ from: from.startsWith('/') ? from : join(home, from), to: `${inside}/${to}` }))
    .filter(({ from }) => existsSync(from))
    .map(({ from, to }) => ({ from: realpathSync(from), to }));
}

/** The root of the Go on the PATH. */
export function goRoot({ folders }: Places): string | undefined {
  const program = programOn(folders, 'go');
  return program && dirname(dirname(program));
}

/** The JDK on the PATH. */
export function javaHome({ folders }: Places): string | undefined {
  const program = programOn(folders, 'javac');
  return program && dirname(dirname(program));
}

/** Go from this root, with the modules that were downloaded. Its build cache begins empty. */
export function findGo(found: string | undefined, { home, environment: own }: Places): Part {
  const root = found && shown(found, 'src/runtime', 'go');
  if (!root) return { binds: [], searchPath: [], env: {} };
  const path = own['GOPATH']?.split(':')[0];
  const modules = caches(home, [
    [own['GOMODCACHE'] ?? (path ? join(path, 'pkg/mod') : 'go/pkg/mod'), 'go-modules'],
  ]);
  return {
    binds: [...root.bind, ...modules],
    searchPath: [`${root.home}/bin`],
    env: {
      GOPROXY: 'off',
      GOSUMDB: 'off',
      GOTOOLCHAIN: 'local',
      GOTELEMETRY: 'off',
      GOCACHE: '/tmp/home/go-build',
      ...(modules[0] ? { GOMODCACHE: modules[0].to } : {}),
    },
  };
}

/** This JDK, Maven and Gradle, with the packages that they downloaded. */
export function findJava(found: string | undefined, places: Places): Part {
  const { folders, home } = places;
  const jdk = found && shown(found, 'lib/ct.sym', 'jdk');
  if (!jdk) return { binds: [], searchPath: [], env: {} };
  const maven = toolHome(folders, 'mvn', 'bin/m2.conf', 'maven');
  const gradle = toolHome(folders, 'gradle', 'lib/plugins', 'gradle');
  const wrapped = wrapperGradle(places);
  const repository = caches(home, [['.m2/repository', 'maven-repository']]);
  const downloaded = caches(home, [[join(gradleHome(places), 'caches'), 'gradle-caches']]);
  // Debian keeps Maven's settings in /etc; of those only what it needs to start is shown.
  const settings = ['/etc/maven/m2.conf', '/etc/maven/logging'].filter(path => existsSync(path));
  return {
    binds: [
      ...jdk.bind,
      ...(maven?.bind ?? []),
      ...(gradle?.bind ?? []),
      ...(wrapped?.bind ?? []),
      ...repository,
      ...downloaded,
      ...(maven ? settings.map(path => ({ from: path, to: path })) : []),
    ],
    searchPath: [jdk, maven, gradle].flatMap(found => (found ? [`${found.home}/bin`] : [])),
    env: {
      JAVA_HOME: jdk.home,
      ...(repository[0] ? { MAVEN_OPTS: mavenOptions(repository[0].to) } : {}),
      ...(wrapped ? { ERRATA_GRADLE: wrapped.home } : {}),
      ...(downloaded[0] ? { GRADLE_RO_DEP_CACHE: downloaded[0].to } : {}),
    },
  };
}

function gradleHome({ home, environment }: Places): string {
  return environment['GRADLE_USER_HOME'] || join(home, '.gradle');
}

/** The Gradle that the project's wrapper downloaded: the wrapper itself would write where it lies. */
function wrapperGradle(places: Places) {
  const { project } = places;
  if (project === undefined) return undefined;
  const settings = plainText(join(project, 'gradle/wrapper/gradle-wrapper.properties')) ?? '';
  const name = /^distributionUrl=.{0,300}\/(gradle-[\w.-]{1,60})\.zip\s*$/m.exec(settings)?.[1];
  const folder = join(gradleHome(places), 'wrapper/dists', name ?? '');
  if (name === undefined || !existsSync(folder)) return undefined;
  for (const hash of readdirSync(folder)) {
    const home = join(folder, hash, name.replace(/-(?:bin|all)$/, ''));
    const found = shown(home, 'bin/gradle', 'gradle-of-wrapper');
    if (found) return found;
  }
  return undefined;
}

/**
 * Where the packages are; that it does not matter here which server each of them was from; and that the build is short,
 * so that little is to be gained by compiling it well.
 */
function mavenOptions(repository: string): string {
  return [
    ...[`-Dmaven.repo.local=${repository}`, '-Daether.enhancedLocalRepository.trackingFilename=none'],
    ...['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'],
  ].join(' ');
}

/** Rust, with the crates that were downloaded: what rustup starts where it is not told otherwise, or the system's. */
export function findRust({
  folders,
  home,
  environment: own,
  project,
}: Places): Part & Pick<Toolchain, 'runtimes'> {
  const program = programOn(folders, 'cargo');
  const chosen =
    program && basename(program) === 'rustup'
      ? rustToolchain(own['RUSTUP_HOME'] ?? join(home, '.rustup'), project)
      : program && { root: dirname(dirname(program)) };
  const rust = chosen && shown(chosen.root, 'lib/rustlib', 'rust');
  if (!rust) return { binds: [], searchPath: [], env: {}, runtimes: [] };
  const cargo = own['CARGO_HOME'] ?? join(home, '.cargo');
  const crates = caches(home, [
    [join(cargo, 'registry'), 'cargo/registry'],
    [join(cargo, 'git'), 'cargo/git'],
  ]);
  return {
    binds: [...rust.bind, ...crates],
    searchPath: [`${rust.home}/bin`],
    env: { CARGO_NET_OFFLINE: 'true', ...(crates.length > 0 ? { CARGO_HOME: `${inside}/cargo` } : {}) },
    runtimes: 'choice' in chosen && chosen.choice ? [chosen.choice] : [],
  };
}

function toolHome(folders: readonly string[], name: string, proof: string, as: string) {
  const program = programOn(folders, name);
  return program && basename(dirname(program)) === 'bin'
    ? shown(dirname(dirname(program)), proof, as)
    : undefined;
}
