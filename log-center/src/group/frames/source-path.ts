import { remembered } from './remembered.ts';

/** Where a frame's file lies, without what differs between hosts and releases. */
export interface SourcePath {
  /** Directories and, last, the name. Never empty. */
  readonly segments: readonly string[];
  /** The segments as one text. */
  readonly whole: string;
  readonly isAbsolute: boolean;
}

const longestRead = 1_000;

/** The segments of a path of any system or of a URL, with generated parts of the names taken out. */
export const sourcePathOf: (file: string) => SourcePath = remembered(file => {
  // The end tells more than the beginning, which belongs to the host.
  const path = withoutPosition(evaluatedIn(file.slice(-longestRead))).replaceAll('\\', '/');
  const [, scheme, rest = path] = /^([a-z][a-z0-9+.-]*):\/\/[^/]*(.*)$/is.exec(path) ?? [];
  const isScript = scriptName.test(rest);
  const telling = rest.split('/').filter(isTelling);
  const segments = telling.length > 0 ? telling.map(part => stableSegment(part, isScript)) : ['<page>'];
  return {
    segments,
    whole: segments.join('/'),
    isAbsolute: scheme !== undefined || /^(?:\/|~|[a-z]:)/i.test(path),
  };
});

/** Whether the file is of the JavaScript family, where bundlers and engines make up names. */
export const isScript: (file: string) => boolean = remembered(file =>
  scriptName.test(withoutPosition(file.slice(-longestRead))),
);

const scriptName = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/i;

/** `eval at build (/srv/x.js:10:3), <anonymous>:1:1`: the code belongs to the file that evaluated it. */
function evaluatedIn(file: string): string {
  if (!file.startsWith('eval at ')) return file;
  const inner = file.slice(file.lastIndexOf('(') + 1);
  const end = inner.search(/[):,]/);
  const host = /^(?:[a-z]:[\\/]|[a-z]+:\/\/[^/:]*(?::\d+)?)/i.exec(inner)?.[0] ?? '';
  return end < 0 ? inner : host + (inner.slice(host.length).split(/[):,]/, 1)[0] ?? '');
}

/** Without query, fragment, and the line that some clients leave in the name. */
function withoutPosition(file: string): string {
  return file.replace(/[?#].*$/s, '').replace(/(?::\d{1,9}){1,2}$/, '');
}

/** `.`, a drive, and `(rsc)` or `(app-pages-browser)`, where a bundler names a layer, tell nothing. */
function isTelling(part: string, index: number): boolean {
  if (part === '' || part === '.' || part === '..' || part === '~') return false;
  return index > 2 || !/^(?:[a-z]:|\([\w-]+\))$/i.test(part);
}

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const hashes = new RegExp(`(^|[.~@_-])(?:${uuid}|(?=[0-9a-f]*\\d)[0-9a-f]{6,64})(?=$|[.~@_-])`, 'gi');
const version =
  /[-@_]v?\d{1,9}(?:\.\d{1,9}){1,3}(?:[-+.](?:release|final|snapshot|ga|alpha|beta|rc|dev|jre|android)[\w-]{0,20})?(?=$|[.!+-])/i;

/** A directory's or file's name without the version, hash or number that a build or deployment gave it. */
function stableSegment(segment: string, ofScript: boolean): string {
  // PHP: `x.php(12) : eval()'d code`; a lambda's file in a jar: `x.jar!`.
  const plain = segment.replace(/\(\d{1,9}\) : (?:eval\(\)'d code|runtime-created function)$/, '');
  const random = ofScript ? withoutRandom(plain) : plain;
  if (!/\d/.test(random)) return random;
  if (/^v?\d{1,9}(?:\.\d{1,9})+$|^\d{5,}$/.test(random)) return '<version>';
  const numbered = ofScript ? random.replace(/^\d+(?=\.)/, '<number>') : random;
  return numbered.replace(version, '').replace(hashes, '$1<hash>');
}

/** Bundlers end a name with eight random letters: `chunk-AB12CD34.js`, `index-D4f_x2Qz.js`. */
function withoutRandom(segment: string): string {
  const match = /^(.*[.-])([\w-]{8})((?:\.[a-z]{2,6}){1,2})$/i.exec(segment);
  if (match === null) return segment;
  const [, stem = '', end = '', endings = ''] = match;
  return isRandom(end) || (/chunk-$/.test(stem) && /^[A-Z2-7]{8}$/.test(end))
    ? `${stem}<hash>${endings}`
    : segment;
}

function isRandom(text: string): boolean {
  if (/^[A-Z2-7]{8}$/.test(text) && /\d/.test(text)) return true;
  const humps =
    text.match(/[a-z](?=[A-Z])|[A-Z](?=[A-Z][a-z])|[a-z](?=\d)|\d(?=[a-zA-Z])|[A-Z](?=\d)/g)?.length ?? 0;
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && humps >= (/\d/.test(text) ? 2 : 3);
}
