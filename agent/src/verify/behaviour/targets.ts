import type { Candidate } from '@errata/protocol/proposal';
import type { FunctionInfo, Language } from '../../language/language.ts';
import { languageOf } from '../../language/languages.ts';

/** A function of the unfixed program that candidates change. */
export interface Target {
  readonly path: string;
  /** `name`, or `Class.name` of a method. */
  readonly name: string;
  /** The lines on which it begins, decorators included. */
  readonly first: number;
  readonly last: number;
}

/**
 * The outermost functions that a candidate changes. None where it changes a file outside of them, since then nothing tells where to
 * look.
 */
export async function changedFunctions({ changes }: Candidate): Promise<Target[]> {
  const targets: Target[] = [];
  for (const { path, before, after } of changes) {
    const language = await languageOf(path);
    if (language === undefined || before === null || after === null) return [];
    const [old, now] = [outermost(language, before), outermost(language, after)];
    const texts = new Map(now.map(info => [info.qualifiedName, info.node.text]));
    const changed = old.filter(({ qualifiedName, node }) => texts.get(qualifiedName) !== node.text);
    if (changed.length === 0) return [];
    targets.push(
      ...changed.map(({ qualifiedName: name, startLine, node }) => ({
        ...{ path, name },
        first:
          node.parent?.type === 'decorated_definition' ? node.parent.line : Math.min(node.line, startLine),
        last: Math.max(node.line, startLine),
      })),
    );
  }
  return targets;
}

/** Functions and methods with a name that do not stand in another function. */
export function outermost(language: Language, text: string): FunctionInfo[] {
  const all = language.functions(language.parse(text));
  return all.filter(({ name, node }) => name !== '' && !all.some(other => isInside(node, other.node)));
}

function isInside(node: FunctionInfo['node'], other: FunctionInfo['node']): boolean {
  return node !== other && other.contains(node);
}
