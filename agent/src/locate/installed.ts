/** Where a path enters a folder of installed packages or of the runtime. */
export interface Installed {
  readonly kind: 'npm' | 'python' | 'go' | 'ruby' | 'php' | 'rust' | 'dart' | 'other' | 'runtime';
  /** The package, where its folder tells. */
  readonly name: string;
  /** Index of the folder that holds packages. */
  readonly marker: number;
  /** Index of the first segment inside the package. */
  readonly inside: number;
}

const goRoot =
  /(?:^|\/)(?:(?:local|lib|lib64|program files|program files \(x86\))\/go(?:lang)?|go-?\d[\w.]*|go\/\d[\w.]*\/x64|go\/(?:\d[\w.]*\/)?libexec|snap\/go\/\d+)\/src\//i;
const rustLibrary =
  /(?:^|\/)library\/(?:std|core|alloc|test|proc_macro|panic_unwind|panic_abort|backtrace|portable-simd)\/src\//;
const longestName = 200;

/** The innermost package that a path leads into; nothing for a path of one's own code. */
export function installedPackage(segments: readonly string[]): Installed | undefined {
  for (let at = segments.length - 2; at >= 0; at--) {
    const found = packageAt(segments, at);
    if (found !== undefined) {
      return { ...found, marker: at, inside: Math.min(found.inside, segments.length - 1) };
    }
  }
  const path = segments.join('/');
  const go = goRoot.exec(path);
  const start = go === null ? rustLibrary.exec(path)?.index : go.index + go[0].length - '/src/'.length;
  if (start === undefined) return undefined;
  const marker = path.slice(0, start).split('/').filter(Boolean).length;
  return { kind: 'runtime', name: '', marker, inside: segments.length - 1 };
}

function packageAt(segments: readonly string[], at: number): Omit<Installed, 'marker'> | undefined {
  const part = (step: number) => segments[at + step] ?? '';
  const found = (kind: Installed['kind'], name: string, skipped: number) => ({
    kind,
    name,
    inside: at + 1 + skipped,
  });
  switch (part(0)) {
    case 'node_modules':
    case 'bower_components':
      return part(1).startsWith('@') ? found('npm', `${part(1)}/${part(2)}`, 2) : found('npm', part(1), 1);
    case 'site-packages':
    case 'dist-packages':
      return found('python', '', part(1).endsWith('.egg') ? 1 : 0);
    case 'mod':
      return part(-1) === 'pkg' ? goModule(segments, at) : undefined;
    case 'gems': {
      // A repository may keep its own gems in such a folder, without versions.
      const name = withoutVersion(part(1));
      return name === '' ? undefined : found('ruby', name, 1);
    }
    case 'ruby':
      return /^\d+\.\d+\.\d+$/.test(part(1)) ? found('runtime', '', 1) : undefined;
    case 'rustlib':
      return found('runtime', '', 1);
    case 'registry':
      return /^\.?cargo$/.test(part(-1)) ? found('rust', withoutVersion(part(3)), 3) : undefined;
    case 'checkouts':
      return part(-1) === 'git' && /^\.?cargo$/.test(part(-2))
        ? found('rust', withoutVersion(part(1)), 2)
        : undefined;
    case 'vendor':
      return found('php', `${part(1)}/${part(2)}`, 2);
    case 'Pods':
    case 'Carthage':
      return found('other', part(1), 1);
    case '.nuget':
      return part(1) === 'packages' ? found('other', part(2), 3) : undefined;
    case '.pub-cache':
      return found('dart', withoutVersion(part(3)), 3);
    default:
      return pythonAt(part(-1), part(0)) ? found('runtime', '', 0) : undefined;
  }
}

/** The package in `rack-2.2.4`, or `shop-1a2b3c4` of a commit; empty when there is no version. */
function withoutVersion(folder: string): string {
  if (folder.length > longestName) return '';
  return (/^(.+?)-\d[\w.+-]*$/.exec(folder) ?? /^(.+)-[0-9a-f]{7,40}$/.exec(folder))?.[1] ?? '';
}

/** `github.com/!acme/shop@v1.2.0/cart.go` below `pkg/mod`; capital letters are written with a mark. */
function goModule(segments: readonly string[], at: number): Omit<Installed, 'marker'> {
  const end = segments.findIndex((segment, index) => index > at && segment.includes('@'));
  if (end < 0) return { kind: 'go', name: '', inside: at + 1 };
  const name = segments
    .slice(at + 1, end + 1)
    .join('/')
    .replace(/@[^/]*$/, '')
    .replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return { kind: 'go', name, inside: end + 1 };
}

/** `lib/python3.12`, `Python312/Lib`, `lib/python312.zip` */
function pythonAt(before: string, segment: string): boolean {
  return (
    (/^python\d[\d.]*t?$/i.test(segment) && /^lib(?:64)?$/i.test(before)) ||
    (/^lib$/i.test(segment) && /^python\d+(?:-\d+)?$/i.test(before)) ||
    /^python\d+\.zip$/i.test(segment)
  );
}
