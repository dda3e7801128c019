import type { Shapes } from '../language.ts';
import type { Description } from './description.ts';

/** What can be said of expressions and statements. */
export function shapesOf(_description: Description): Shapes {
  return {
    unwrap: node => node,
    call: () => undefined,
    member: () => undefined,
    subscript: () => undefined,
    record: () => undefined,
    list: () => undefined,
    string: () => undefined,
    isIdentifier: node => node.type === 'identifier',
    isNothing: () => false,
    isSelf: () => false,
    alternatives: node => [node],
    assignments: () => [],
    returns: () => [],
    fallsThrough: () => false,
    openEnd: () => undefined,
    statementOf: node => node,
  };
}
