import type { SyntaxNode } from '../../language/syntax.ts';
import type { SourceFile } from '../sources.ts';

/** Lines of a file that are worth showing; they count from 1, and both ends belong to it. */
export interface Place {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  /** What it is about: shown with a few lines around it where there is no room for all. */
  readonly line: number;
  readonly why: string;
  /** 0…1: how much it helps to understand the error. */
  readonly weight: number;
}

/** What is said of the place, whatever its lines are. */
export type Worth = Pick<Place, 'why' | 'weight'>;

/** A function of more lines is shown around the line that matters. */
const longestFunction = 120;
/** A function inside another is shown with it up to here. */
const longestOuter = 60;
const around = 25;
const mostAbove = 15;
const mostImports = 40;
const note = /^\s*(?:#|\/\/|\/?\*|@|\[|"""|'''|--)/;

/** The function around a line with what explains it: notes above, imports, and of its class what it is made of. */
export function functionAround(file: SourceFile, line: number, worth: Worth): Place[] {
  const { language, tree } = file;
  let info = language.functionAt(tree, line);
  for (let outer = info; outer; outer = outer.node.parent && language.functionOf(outer.node.parent)) {
    if (info?.name === '' || outer.endLine - outer.startLine < longestOuter) info = outer;
  }
  const own = info ? { from: info.startLine, to: info.endLine } : statementAround(file, line);
  const from = withNotes(file, own.from);
  const path = file.path;
  const places: Place[] =
    own.to - from < longestFunction
      ? [{ file: path, ...own, from, line, ...worth }]
      : [
          { file: path, from, to: own.from + 2, line: own.from, ...worth },
          {
            file: path,
            from: Math.max(from, line - around),
            to: Math.min(own.to, line + around),
            line,
            ...worth,
          },
        ];
  const type = info && language.classOf(info.node);
  if (type) places.push(...classFrame(file, type.node, { ...worth, weight: worth.weight * 0.7 }));
  return [...places, ...importsOf(file, { ...worth, weight: worth.weight * 0.9 })];
}

/** A few lines of a text, whatever it is. */
export function linesAround(file: string, line: number, count: number, worth: Worth): Place {
  return { file, from: Math.max(1, line - count), to: line + count, line, ...worth };
}

/** What a definition is: the whole of it, or its beginning; of a class what it is made of. */
export function definition(file: SourceFile, node: SyntaxNode, worth: Worth): Place[] {
  const { language } = file;
  const from = withNotes(file, node.line);
  const isClass = language.classOf(node)?.node === node;
  if (isClass && node.endLine - from > longestOuter) return classFrame(file, node, worth);
  const to = Math.min(node.endLine, from + longestOuter);
  return [{ file: file.path, from, to, line: node.line, ...worth }];
}

/** The head of a class, its fields and what makes it. */
function classFrame(file: SourceFile, type: SyntaxNode, worth: Worth): Place[] {
  const { language, path, tree } = file;
  const place = (from: number, to: number) => ({ file: path, from, to, line: from, ...worth });
  const methods = language.functions(tree).filter(({ node }) => language.classOf(node)?.node === type);
  const made = methods.find(({ kind }) => kind === 'constructor');
  const members = type.child('body')?.parts ?? [];
  const fields = members.filter(
    member => member.endLine - member.line < 5 && !methods.some(({ node }) => member.contains(node)),
  );
  return [
    place(withNotes(file, type.line), type.line),
    ...fields.map(field => place(field.line, field.endLine)),
    ...(made && made.endLine - made.startLine < longestOuter ? [place(made.startLine, made.endLine)] : []),
  ];
}

function importsOf(file: SourceFile, worth: Worth): Place[] {
  return file.language
    .imports(file.tree)
    .slice(0, mostImports)
    .map(({ node }) => ({ file: file.path, from: node.line, to: node.endLine, line: node.line, ...worth }));
}

function statementAround(file: SourceFile, line: number): { from: number; to: number } {
  const found = file.tree.root.parts.find(node => node.line <= line && line <= node.endLine);
  if (found && found.endLine - found.line < 2 * around) return { from: found.line, to: found.endLine };
  return { from: Math.max(1, line - around), to: Math.min(file.tree.lineCount, line + around) };
}

/** Where the comments and marks right above a line begin. */
function withNotes({ tree, text }: SourceFile, line: number): number {
  let from = line;
  while (from > 1 && line - from < mostAbove) {
    const range = tree.lineRange(from - 1);
    if (range === undefined || !note.test(text.slice(range.start, Math.min(range.end, range.start + 200))))
      break;
    from--;
  }
  return from;
}
