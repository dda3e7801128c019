/** A version as numbers: `v20.11` → [20, 11]; undefined when it is none. */
export function versionOf(text: string): number[] | undefined {
  const match = /^v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?(?=$|[^\d.])/.exec(text);
  if (!match) return undefined;
  return match.slice(1).flatMap(part => (part === undefined ? [] : [Number(part)]));
}

/** Below zero when `a` is older than `b`; what is not given counts as zero. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < 3; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const LONGEST = 200;

type Check = (version: readonly number[]) => boolean;

/**
 * What versions a range allows, in the ways of npm and of Python: `20`, `18.x`, `^18 || >=20`, `>=3.9,<3.12`, `~=3.10`,
 * `!=3.9.1`, `18 - 20`. Undefined when it says nothing that could be checked.
 */
export function rangeOf(text: string): Check | undefined {
  if (text.length > LONGEST) return undefined;
  const alternatives = text.split('||').map(part => allOf(part));
  const checks = alternatives.filter(check => check !== undefined);
  if (checks.length < alternatives.length || checks.length === 0) return undefined;
  return version => checks.some(check => check(version));
}

function allOf(text: string): Check | undefined {
  const span = /^\s*v?([\d.]{1,40}) - v?([\d.]{1,40})\s*$/.exec(text);
  const words = span
    ? [`>=${span[1]}`, `<=${span[2]}`]
    : text
        .replace(/([<>=~^!]) +/g, '$1')
        .split(/[\s,]+/)
        .filter(word => word !== '');
  const checks = words.map(word => comparison(word));
  const known = checks.filter(check => check !== undefined);
  if (known.length < checks.length || known.length === 0) return undefined;
  return version => known.every(check => check(version));
}

function comparison(word: string): Check | undefined {
  const [, operator = '', rest = ''] = /^([<>=~^!]{0,3})(.{0,60})$/.exec(word) ?? [];
  if (/^[*xX]$/.test(rest)) return () => true;
  const bound = versionOf(rest.replace(/\.[*xX](?:\.[*xX])?$/, ''));
  if (bound === undefined) return undefined;
  const [major = 0, minor] = bound;
  const order: Check = version => compareVersions(version, bound) >= 0;
  const within =
    (parts: number): Check =>
    version =>
      bound.slice(0, parts).every((part, index) => (version[index] ?? 0) === part);
  switch (operator) {
    case '>=':
      return order;
    case '>':
      return version => order(version) && !within(bound.length)(version);
    case '<':
      return version => !order(version);
    case '<=':
      return version => !order(version) || within(bound.length)(version);
    case '^':
      return version => order(version) && within(major > 0 || bound.length === 1 ? 1 : 2)(version);
    case '~':
      return version => order(version) && within(minor === undefined ? 1 : 2)(version);
    // Python's: the last part may grow.
    case '~=':
      return version => order(version) && within(Math.max(1, bound.length - 1))(version);
    case '!=':
      return version => !within(bound.length)(version);
    case '':
    case '=':
    case '==':
    case '===':
      return within(bound.length);
    default:
      return undefined;
  }
}
