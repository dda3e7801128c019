import type { Frame } from '@errata/protocol/event';
import type { Family, Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { type Captured, capturedAt } from '../captured.ts';
import type { Complaint } from '../messages/complaint.ts';
import type { Bad } from '../origin.ts';
import type { SourceFile } from '../sources.ts';
import { type CrashCandidate, nodesAround, onLineFirst } from './candidates.ts';
import { findDescribed } from './described.ts';
import { findJavaScript } from './javascript.ts';
import { findPython } from './python.ts';

/** The names of a plain path such as `order.customer["name"]`; undefined for anything else. */
export function pathOf(node: SyntaxNode, language: Language): string[] | undefined {
  const inner = language.unwrap(node);
  if (language.isIdentifier(inner) || language.isSelf(inner)) return [inner.text];
  const member = language.member(inner);
  const subscript = language.subscript(inner);
  const object = member?.object ?? subscript?.object;
  const key = member?.property.text ?? (subscript ? language.string(subscript.index) : undefined);
  const path = object && key !== undefined ? pathOf(object, language) : undefined;
  return path && key !== undefined ? [...path, key] : undefined;
}

/** What the client captured of an expression's value. */
export function capturedOf(
  node: SyntaxNode,
  language: Language,
  frame: Frame | undefined,
): Captured | undefined {
  const path = pathOf(node, language);
  return path ? capturedAt(frame, path) : undefined;
}

/** The expressions on the crash line that the complaint may be about, best first by column, captured values and order. */
export function badExpressions(
  file: SourceFile,
  line: number,
  complaint: Complaint,
  frame: Frame | undefined,
): Bad[] {
  const { language, tree } = file;
  const nodes = nodesAround(language, tree, line);
  const find = finders[language.family] ?? findDescribed;
  const candidates = onLineFirst(find(complaint, nodes, language), tree, line);
  const start = tree.lineRange(line)?.start ?? 0;
  const column =
    frame?.column === undefined || frame.line === undefined ? undefined : start + frame.column - 1;
  const scored = candidates.map((candidate, order) => {
    const captured = capturedOf(candidate.node, language, frame);
    return {
      candidate,
      captured,
      score: score(candidate, captured, column, complaint, language) - order / 1000,
    };
  });
  scored.sort((a, b) => b.score - a.score);
  const possible = scored.filter(({ candidate, captured }) => !wasThere(candidate, captured));
  const best = possible[0]?.score ?? 0;
  return possible
    .filter(found => found.score > best - rivalry)
    .slice(0, mostRivals)
    .map(({ candidate, captured }) => asBad(candidate, captured, file));
}

const finders: Readonly<Partial<Record<Family, typeof findDescribed>>> = {
  javascript: findJavaScript,
  python: findPython,
};
/** Whether the client saw a value where nothing is said to have been, and nothing missing in it. */
function wasThere({ badness }: CrashCandidate, captured: Captured | undefined): boolean {
  return badness === 'nothing' && captured !== undefined && !captured.nothing && !captured.mayHoldNothing;
}

const mostRivals = 3;
/** Candidates that score this much less than the best are not looked at. */
const rivalry = 1;

function asBad(candidate: CrashCandidate, captured: Captured | undefined, file: SourceFile): Bad {
  const { point: _, ...rest } = candidate;
  const info = file.language.functionOf(candidate.access);
  return { file, ...rest, ...(info ? { function: info } : {}), ...(captured ? { captured } : {}) };
}

function score(
  candidate: CrashCandidate,
  captured: Captured | undefined,
  column: number | undefined,
  complaint: Complaint,
  language: Language,
): number {
  let points = 0;
  if (column !== undefined) {
    if (candidate.point === column) points += 4;
    else if (candidate.access.start <= column && column <= candidate.access.end) points += 1;
  }
  if (captured && candidate.badness === 'nothing')
    points += captured.nothing ? 3 : captured.mayHoldNothing ? 1 : -3;
  if (captured && candidate.badness === 'zero')
    points += captured.text === '0' || captured.text === '0.0' ? 3 : -1;
  if (captured && candidate.badness === 'shape' && complaint.kind === 'wrong-type')
    points += suits(captured, complaint.type);
  if (candidate.badness === 'zero' && /^[\d.]+$/.test(candidate.node.text)) points -= 5;
  const literal = language.string(candidate.node) !== undefined || /^[\d.]+$/.test(candidate.node.text);
  if (literal || language.record(candidate.node) || language.list(candidate.node)) points -= 4;
  return points;
}

function suits(captured: Captured, type: string): number {
  const known: Record<string, string> = {
    str: 'string',
    int: 'number',
    float: 'number',
    list: 'array',
    dict: 'object',
  };
  return known[type] === captured.type ? 2 : -1;
}
