import { posix } from 'node:path';

export interface Requirements {
  /** Lines for pip: nothing in them runs code of the project. */
  readonly lines: readonly string[];
  /** Exact versions that a lock file settles, for pip's `--constraint`. */
  readonly pins: readonly string[];
  /** Wheels of the project that are named, relative to it. */
  readonly wheels: readonly string[];
  /** What is left out: it would have to be built. */
  readonly leftOut: readonly string[];
}

type Read = (path: string) => string | undefined;

const named = /^[A-Za-z0-9][\w.-]{0,100}\s*(?:\[[\w,\s.-]{0,200}\])?\s*(?:$|[(<>=!~;@#]|--hash)/;
const sources = /^(?:-i|--index-url|--extra-index-url|--find-links|-f|--pre|--no-index)(?:[=\s]|$)/;
/** pip would put a variable of the person's into an address, and build what comes from a repository. */
const isHarmless = (line: string): boolean => !/\$\{|@\s*(?:\w{1,10}\+|\w{1,10}:)/.test(line);
const mostFiles = 20;
const mostSections = 500;
/** Nobody writes more by hand. */
const longest = 128 * 1024;

/** What a file for pip asks for, with the files that it includes. */
export function requirementLines(file: string, read: Read): Requirements {
  const lines: string[] = [];
  const pins: string[] = [];
  const wheels: string[] = [];
  const leftOut: string[] = [];
  const waiting: [file: string, kept: string[]][] = [[file, lines]];
  const seen = new Set<string>();
  for (let next = waiting.shift(); next !== undefined && seen.size < mostFiles; next = waiting.shift()) {
    const [path, kept] = next;
    if (seen.has(path)) continue;
    seen.add(path);
    for (const raw of (read(path) ?? '')
      .slice(0, longest)
      .replaceAll(/\\\r?\n/g, ' ')
      .split(/\r?\n/)) {
      const line = raw.replace(/(?:^|\s)#.*$/, '').trim();
      if (line === '') continue;
      const [, option, other = ''] =
        /^(-r|--requirement|-c|--constraint)[=\s]\s*(\S{1,300})$/.exec(line) ?? [];
      const beside = (name: string) => posix.join(posix.dirname(path), name);
      if (option !== undefined)
        waiting.push([beside(other), /c/.test(option.replace('--req', '')) ? pins : lines]);
      else if (!isHarmless(line)) leftOut.push(line.slice(0, 100));
      else if (sources.test(line)) kept.push(line);
      else if (/^[\w./-]{1,300}\.whl$/.test(line)) wheels.push(beside(line));
      else if (named.test(line)) kept.push(line);
      else leftOut.push(line.slice(0, 100));
    }
  }
  return { lines, pins, wheels, leftOut };
}

/** What `pyproject.toml` declares for running and for testing. */
export function projectRequirements(toml: string): string[] {
  const found = new Set<string>();
  for (const part of toml.slice(0, longest).split(/^\[\[?/m, mostSections)) {
    const section = /^([^\]\n]{1,200})\]/.exec(part)?.[1] ?? '';
    if (section === 'project') for (const each of listed(part, 'dependencies')) found.add(each);
    if (section === 'project.optional-dependencies' || section === 'dependency-groups') {
      for (const name of ['test', 'tests', 'testing', 'dev', 'develop'])
        for (const each of listed(part, name)) found.add(each);
    }
    if (/^tool\.poetry\.(?:dev-dependencies|dependencies|group\.[\w-]{1,50}\.dependencies)$/.test(section)) {
      // Poetry's own notation of versions is not pip's; its lock file settles them.
      for (const [, name = ''] of part.matchAll(/^([\w.-]{1,100})\s*=/gm))
        if (name !== 'python') found.add(name);
    }
  }
  return [...found];
}

/** The texts of an array such as `dependencies = ["a>=1", …]`. */
function listed(section: string, name: string): string[] {
  const start = new RegExp(`^${name}\\s*=\\s*\\[`, 'm').exec(section);
  if (start === null) return [];
  const rest = section.slice(start.index + start[0].length).replaceAll(/^\s*#.*$/gm, '');
  const end = /(?:^|["',\s])\](?=\s*(?:#.*)?$)/m.exec(rest)?.index ?? 0;
  return [...rest.slice(0, end + 1).matchAll(/"([^"\n]{1,300})"|'([^'\n]{1,300})'/g)]
    .map(match => match[1] ?? match[2] ?? '')
    .filter(text => named.test(text) && isHarmless(text));
}

/** The exact versions in a lock file of Poetry or uv. */
export function lockedVersions(lock: string): string[] {
  return [
    ...lock.matchAll(/^\[\[package\]\]\r?\nname = "([\w.-]{1,100})"\r?\nversion = "([\w.+!-]{1,60})"/gm),
  ].map(([, name, version]) => `${name}==${version}`);
}

/** What `Pipfile.lock` settles. */
export function pipfileVersions(lock: string): string[] {
  try {
    const known: unknown = JSON.parse(lock);
    const groups = ['default', 'develop'].map(name => (known as Record<string, unknown>)[name] ?? {});
    return groups.flatMap(group =>
      Object.entries(group as Record<string, { version?: unknown } | null>).flatMap(([name, about]) =>
        typeof about?.version === 'string' ? [`${name}${about.version}`] : [],
      ),
    );
  } catch {
    return [];
  }
}

/** What `Pipfile` asks for; versions in ways that are not pip's are left open. */
export function pipfileRequirements(toml: string): string[] {
  const parts = toml
    .slice(0, longest)
    .split(/^\[\[?/m, mostSections)
    .filter(part => /^(?:dev-)?packages\]/.test(part));
  return parts.flatMap(part =>
    [...part.matchAll(/^"?([\w.-]{1,100})"? = (?:"([=<>!~][^"\n]{1,100})")?/gm)].map(
      ([, name = '', version = '']) => name + version,
    ),
  );
}
