import type { SourceFile, SourceIndex } from '../../diagnose/sources.ts';
import { end, quoted } from '../edit/layout.ts';

/** Modules of Python's standard library that are imported whole, and names that are taken out of them. */
const pythonModules = new Set(
  'os re sys json math time random logging datetime itertools functools collections pathlib subprocess shutil csv io copy string uuid hashlib base64 statistics decimal typing operator textwrap tempfile glob threading asyncio enum dataclasses'.split(
    ' ',
  ),
);
const pythonNames: Readonly<Record<string, string>> = {
  defaultdict: 'collections',
  Counter: 'collections',
  OrderedDict: 'collections',
  deque: 'collections',
  namedtuple: 'collections',
  Path: 'pathlib',
  Decimal: 'decimal',
  timedelta: 'datetime',
  dataclass: 'dataclasses',
  field: 'dataclasses',
  reduce: 'functools',
  partial: 'functools',
  wraps: 'functools',
  lru_cache: 'functools',
  chain: 'itertools',
  Optional: 'typing',
  List: 'typing',
  Dict: 'typing',
  Any: 'typing',
  Enum: 'enum',
  sleep: 'time',
  StringIO: 'io',
  uuid4: 'uuid',
};
const nodeModules = new Set(
  'fs path os url util http https crypto events stream assert child_process zlib'.split(' '),
);

/** Import lines that would make a name known in a file, likeliest first. */
export async function importsFor(name: string, file: SourceFile, index: SourceIndex): Promise<string[]> {
  const lines = new Map<string, number>();
  const add = (line: string, weight: number) => lines.set(line, Math.max(weight, lines.get(line) ?? 0));
  for (const other of await index.mentioning(file.language.family, name)) {
    if (other === file) continue;
    for (const binding of other.language.imports(other.tree)) {
      if (binding.local !== name || binding.source.startsWith('.')) continue;
      if (file.language.family === 'python' || !binding.source.startsWith('.'))
        add(lineLike(binding.node.text, name, binding, file), 2);
    }
    const exported =
      other.language
        .functions(other.tree)
        .some(info => info.qualifiedName === name && info.exported === 'named') ||
      other.language.classes(other.tree).some(known => known.name === name && isExported(other, name));
    if (exported && !other.test) add(importLine(name, other, file), 3);
  }
  if (file.language.family === 'python') {
    if (pythonModules.has(name)) add(`import ${name}`, 2.5);
    const from = pythonNames[name];
    if (from) add(`from ${from} import ${name}`, 2.4);
  } else if (nodeModules.has(name)) {
    const commonJs = /\brequire\(/.test(file.text) && !/^import /m.test(file.text);
    const source = quoted(`node:${name}`, file);
    add(
      commonJs
        ? `const ${name} = require(${source})${end(file)}`
        : `import * as ${name} from ${source}${end(file)}`,
      1,
    );
  }
  return [...lines].sort((a, b) => b[1] - a[1]).map(([line]) => line);
}

function isExported(file: SourceFile, name: string): boolean {
  return (
    file.language.family === 'python' ||
    new RegExp(
      `export (abstract )?class ${name}\\b|exports[^\\n]*\\b${name}\\b|export \\{[^}]*\\b${name}\\b`,
    ).test(file.text)
  );
}

function lineLike(
  text: string,
  name: string,
  binding: { source: string; kind: string; imported?: string },
  file: SourceFile,
): string {
  if (binding.kind !== 'named') return text;
  const imported = binding.imported && binding.imported !== name ? `${binding.imported} as ${name}` : name;
  if (file.language.family === 'python') return `from ${binding.source} import ${imported}`;
  return `import { ${imported} } from ${quoted(binding.source, file)}${end(file)}`;
}

function importLine(name: string, other: SourceFile, file: SourceFile): string {
  if (file.language.family === 'python') return `from ${pythonModule(other, file)} import ${name}`;
  const commonJs = /\brequire\(/.test(file.text) && !/^import /m.test(file.text);
  const path = quoted(relative(file.path, other.path, file), file);
  return commonJs
    ? `const { ${name} } = require(${path})${end(file)}`
    : `import { ${name} } from ${path}${end(file)}`;
}

function pythonModule(other: SourceFile, file: SourceFile): string {
  const module = other.path
    .replace(/^(src|lib)\//, '')
    .replace(/(\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
  const folder = (path: string) => path.split('/').slice(0, -1).join('/');
  const relatives = file.language.imports(file.tree).some(binding => binding.source.startsWith('.'));
  if (folder(other.path) === folder(file.path) && relatives) return `.${module.split('.').at(-1)}`;
  return module;
}

function relative(from: string, to: string, file: SourceFile): string {
  const base = from.split('/').slice(0, -1);
  const target = to.split('/');
  let common = 0;
  while (common < base.length && base[common] === target[common]) common += 1;
  const up = '../'.repeat(base.length - common) || './';
  const path = up + target.slice(common).join('/');
  const written = file.language.imports(file.tree).find(binding => binding.source.startsWith('.'))?.source;
  const ending = written ? /\.[mc]?[jt]sx?$/.exec(written)?.[0] : undefined;
  return path.replace(
    /\.[mc]?[jt]sx?$/,
    ending ?? (/\.m?js$/.test(from) && written === undefined ? '.js' : ''),
  );
}
