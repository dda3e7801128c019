import path from 'node:path';

/** What a file says of the package that it belongs to. */
export interface Manifest {
  /** Nothing where the file does not name its package. */
  readonly name: string | undefined;
  readonly version: string;
}

type Reader = (text: string, file: string) => Manifest | undefined;

/** By the file's name, or by its end where it begins with a dot. */
const readers: Readonly<Record<string, Reader>> = {
  'package.json': json,
  'composer.json': json,
  'lerna.json': json,
  'pyproject.toml': sections(/^(?:project|tool\.poetry)$/),
  'Cargo.toml': sections(/^(?:package|workspace\.package)$/),
  'setup.cfg': sections(/^metadata$/),
  'setup.py': pythonCode,
  '__init__.py': pythonCode,
  '__version__.py': pythonCode,
  '_version.py': pythonCode,
  'version.py': pythonCode,
  '__about__.py': pythonCode,
  'pom.xml': maven,
  'build.gradle': line(/^\s{0,8}version\s{0,4}=?\s{0,4}['"]([^'"]{1,100})['"]/m),
  'build.gradle.kts': line(/^\s{0,8}version\s{0,4}=\s{0,4}"([^"]{1,100})"/m),
  'gradle.properties': line(/^(?:version|VERSION_NAME|projectVersion)\s{0,4}=\s{0,4}(\S{1,100})/m),
  '.gemspec': line(/\.version\s{0,8}=\s{0,8}['"]([^'"]{1,100})['"]/),
  'version.rb': line(/\bVERSION\s{0,8}=\s{0,8}['"]([^'"]{1,100})['"]/),
  '.csproj': line(/<(?:Version|VersionPrefix|PackageVersion)>\s{0,8}([^<\s]{1,100})/),
  'Directory.Build.props': line(/<(?:Version|VersionPrefix|PackageVersion)>\s{0,8}([^<\s]{1,100})/),
  'pubspec.yaml': line(/^version:\s{0,8}['"]?([^\s'"#]{1,100})/m),
  'mix.exs': line(/\bversion:\s{0,8}"([^"]{1,100})"/),
  'build.sbt': line(/^(?:ThisBuild\s?\/\s?)?version\s{0,4}:=\s{0,4}"([^"]{1,100})"/m),
  'version.go': line(/\bversion\s{0,8}=\s{0,8}"v?([^"]{1,100})"/i),
  VERSION: line(/^\s{0,20}v?(\d\S{0,100})\s{0,200}$/),
  'VERSION.txt': line(/^\s{0,20}v?(\d\S{0,100})\s{0,200}$/),
  'version.txt': line(/^\s{0,20}v?(\d\S{0,100})\s{0,200}$/),
};

const other = /(?:^|\/)(?:node_modules|vendor|third[_-]party|fixtures?|tests?|examples?|docs?)\//i;
const mostText = 500_000;

/** True for a file that may set the version of a package of the project's own. */
export function isManifest(file: string): boolean {
  if (other.test(file) || readerOf(file) === undefined) return false;
  // Nearly every folder of a Python program has one; the version stands at the top of a package.
  return !file.endsWith('__init__.py') || file.split('/').length <= 3;
}

/** What a manifest says; nothing when it sets no version. */
export function readManifest(file: string, text: string): Manifest | undefined {
  const found = text.length > mostText ? undefined : readerOf(file)?.(text, file);
  return found?.version ? found : undefined;
}

function readerOf(file: string): Reader | undefined {
  const base = path.posix.basename(file);
  return Object.hasOwn(readers, base) ? readers[base] : readers[path.posix.extname(base) || base];
}

function json(text: string): Manifest | undefined {
  try {
    const { name, version } = Object(JSON.parse(text)) as Record<string, unknown>;
    if (typeof version !== 'string') return undefined;
    return { name: typeof name === 'string' ? name : undefined, version };
  } catch {
    return undefined;
  }
}

/** Of the sections of a file in the way of TOML those that are about the package. */
function sections(wanted: RegExp): Reader {
  return text => {
    const found = new Map<string, string>();
    let section = '';
    for (const row of text.split('\n')) {
      const [, head] = /^\[([\w.-]{1,100})\]/.exec(row) ?? [];
      if (head !== undefined) section = head;
      const [, key = '', value = ''] =
        /^(name|version)\s{0,20}=\s{0,20}['"]?([^'"\s#]{1,200})/.exec(row) ?? [];
      if (wanted.test(section) && !found.has(key)) found.set(key, value);
    }
    return { name: found.get('name'), version: found.get('version') ?? '' };
  };
}

function pythonCode(text: string): Manifest | undefined {
  const [, named] = /^\s{1,20}name\s{0,4}=\s{0,4}['"]([^'"]{1,100})['"]/m.exec(text) ?? [];
  const [, version] =
    /\b(?:__version__|VERSION|version)\s{0,4}(?::\s?str\s{0,4})?=\s{0,4}['"]([^'"]{1,100})['"]/.exec(text) ??
    [];
  if (version !== undefined) return { name: named, version };
  const [, numbers] =
    /\b(?:__version__|VERSION|version_info)\s{0,4}=\s{0,4}\(([\d, ]{1,60})\)/.exec(text) ?? [];
  return (
    (numbers && { name: named, version: numbers.replace(/[, ]+/g, '.').replace(/\.$/, '') }) || undefined
  );
}

/** The project's own coordinates, which may come from its parent; not those of what it depends on. */
function maven(text: string): Manifest | undefined {
  const end = [
    '<dependencies',
    '<build>',
    '<dependencyManagement',
    '<profiles',
    '<modules',
    '<properties',
  ].map(tag => text.indexOf(tag));
  const head = text.slice(0, Math.min(...end.filter(at => at >= 0), text.length));
  const [from, to] = [head.indexOf('<parent>'), head.indexOf('</parent>')];
  const parent = from >= 0 && to > from ? head.slice(from, to) : '';
  const own = parent === '' ? head : head.slice(0, from) + head.slice(to);
  const version = (part: string) => /<version>\s{0,20}([^<\s]{1,100})/.exec(part)?.[1];
  const name = /<artifactId>\s{0,20}([^<\s]{1,100})/.exec(own)?.[1];
  return { name, version: version(own) ?? version(parent) ?? '' };
}

/** Of a file that does not say what its package is called. */
function line(pattern: RegExp): Reader {
  return (text, file) => {
    const version = pattern.exec(text)?.[1];
    const named = /\.(?:gemspec|csproj)$/.test(file) ? path.posix.parse(file).name : undefined;
    return version === undefined ? undefined : { name: named, version };
  };
}
