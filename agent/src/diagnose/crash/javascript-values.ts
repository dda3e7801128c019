import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Complaint } from '../messages/complaint.ts';
import type { CrashCandidate } from './candidates.ts';

/** The values that a function of the platform did not take; `undefined` for complaints that are about something else. */
export function refusedValues(
  complaint: Complaint,
  nodes: readonly SyntaxNode[],
  language: Language,
): CrashCandidate[] | undefined {
  switch (complaint.kind) {
    case 'nothing':
      return complaint.action === 'hand-over'
        ? handedOver(nodes, 'nothing', complaint.property, language)
        : undefined;
    case 'wrong-type':
      if (complaint.callee === 'argument') return handedOver(nodes, 'shape', complaint.property, language);
      return complaint.type === 'bigint' ? nodes.flatMap(reckoned) : undefined;
    case 'pattern':
      return nodes.flatMap(node => ofCall(node, /^RegExp$/, language));
    case 'time':
      return nodes.flatMap(node => written(node, language));
    default:
      return undefined;
  }
}

/** Arguments that are not written down in place; of these the ones that are called as the message calls them. */
function handedOver(
  nodes: readonly SyntaxNode[],
  badness: 'nothing' | 'shape',
  name: string | undefined,
  language: Language,
): CrashCandidate[] {
  const all = nodes.flatMap(node => {
    const call = language.call(node);
    const given = call?.arguments.filter(
      argument => language.string(argument) === undefined && !language.record(argument),
    );
    return (given ?? []).map(argument => ({ node: argument, access: node, badness, point: node.start }));
  });
  const said = name?.toLowerCase() ?? '';
  const named = all.filter(({ node }) => {
    const { callee } = language.call(node) ?? { callee: node };
    return said !== '' && /[\w$]+$/.exec(callee.text)?.[0].toLowerCase().endsWith(said);
  });
  return named.length > 0 ? named : all;
}

function reckoned(node: SyntaxNode): CrashCandidate[] {
  if (!/^(?:binary_expression|augmented_assignment_expression)$/.test(node.type)) return [];
  return [node.child('left'), node.child('right')].flatMap(side =>
    side ? [{ node: side, access: node, badness: 'shape' as const, point: side.start }] : [],
  );
}

function ofCall(node: SyntaxNode, callee: RegExp, language: Language): CrashCandidate[] {
  const call = language.call(node);
  const [given] = call?.arguments ?? [];
  return call && given && callee.test(call.callee.text)
    ? [{ node: given, access: node, badness: 'text', point: node.start }]
    : [];
}

/** A date that is written out, itself or by a format. */
function written(node: SyntaxNode, language: Language): CrashCandidate[] {
  const call = language.call(node);
  const member = call && language.member(call.callee);
  const name = member?.property.text ?? '';
  const date = /^(?:toISOString|toJSON)$/.test(name)
    ? member?.object
    : /^format/.test(name)
      ? call?.arguments[0]
      : undefined;
  return date
    ? [{ node: date, access: node, badness: 'text', point: member?.property.start ?? node.start }]
    : [];
}
