import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Complaint, ComplaintOf } from '../messages/complaint.ts';
import type { CrashCandidate } from './candidates.ts';
import { expectedByMethod } from './expected.ts';
import { refusedValues } from './javascript-values.ts';

type Find = (node: SyntaxNode, language: Language) => CrashCandidate | undefined;

/** The expressions among these nodes that a JavaScript complaint may be about. */
export function findJavaScript(
  complaint: Complaint,
  nodes: SyntaxNode[],
  language: Language,
): CrashCandidate[] {
  if (complaint.kind === 'not-iterable') return notIterable(complaint, nodes, language);
  const refused = refusedValues(complaint, nodes, language);
  if (refused) return refused;
  const find = finderFor(complaint);
  return find ? nodes.flatMap(node => find(node, language) ?? []) : [];
}

function finderFor(complaint: Complaint): Find | undefined {
  switch (complaint.kind) {
    case 'nothing':
      return nothing(complaint);
    case 'not-callable':
      return notCallable(complaint);
    case 'missing-key':
    case 'missing-attribute':
      return undefined;
    case 'name':
      return node =>
        node.type === 'identifier' && node.text === complaint.name
          ? { node, access: node, badness: 'name', point: node.start }
          : undefined;
    case 'empty':
      return (node, language) => {
        const call = language.call(node);
        const member = call ? language.member(call.callee) : undefined;
        if (!member || member.property.text !== (complaint.callee ?? 'reduce')) return undefined;
        return { node: member.object, access: node, badness: 'empty', point: member.property.start };
      };
    case 'length':
      return (node, language) => {
        const call = language.call(node);
        const given = call?.arguments[0];
        if (
          !call ||
          !given ||
          !/(^(Array|Buffer|ArrayBuffer)|\.(repeat|toFixed|padStart|alloc))$/.test(call.callee.text)
        )
          return undefined;
        return { node: given, access: node, badness: 'count', point: call.callee.end };
      };
    case 'constant':
      return node => {
        const target = /assignment_expression$|^update_expression$/.test(node.type)
          ? (node.child('left') ?? node.child('argument'))
          : undefined;
        return target?.type === 'identifier'
          ? { node: target, access: node, badness: 'name', point: node.start }
          : undefined;
      };
    case 'json':
      return (node, language) => {
        const call = language.call(node);
        const given = call?.arguments[0];
        if (call?.callee.text !== 'JSON.parse' || !given) return undefined;
        return { node: given, access: node, badness: 'text', point: call.callee.start };
      };
    default:
      return undefined;
  }
}

/** What turns its first argument into an object, borrowed methods of objects among it. */
const takesObject =
  /^Object\.(?:keys|values|entries|assign|getOwnPropertyNames|fromEntries|hasOwn|defineProperty)$|(?:^|\.)(?:has|hasOwn|hasOwnProperty|propertyIsEnumerable)\.call$/;

function nothing(complaint: ComplaintOf<'nothing'>): Find {
  const { action, property } = complaint;
  if (action === 'iterate') return (node, language) => iterated(node, language, 'nothing');
  if (action === 'destructure') return (node, language) => destructured(node, property, language);
  if (action === 'contains') {
    return node => {
      const right =
        node.type === 'binary_expression' && node.child('operator')?.type === 'in'
          ? node.child('right')
          : undefined;
      return right ? { node: right, access: node, badness: 'nothing', point: right.start } : undefined;
    };
  }
  if (action === 'convert') {
    return (node, language) => {
      const call = language.call(node);
      const given = call?.arguments[0];
      if (!call || !given || !takesObject.test(call.callee.text)) return undefined;
      return { node: given, access: node, badness: 'nothing', point: call.callee.start };
    };
  }
  return (node, language) => accessed(node, property, language) ?? destructured(node, property, language);
}

function accessed(
  node: SyntaxNode,
  property: string | undefined,
  language: Language,
): CrashCandidate | undefined {
  const member = language.member(node);
  if (member) {
    if (member.optional || (property !== undefined && member.property.text !== property)) return undefined;
    return {
      node: member.object,
      access: node,
      badness: 'nothing',
      property: member.property.text,
      ...expectation(member.property.text),
      point: member.property.start,
    };
  }
  const subscript = language.subscript(node);
  if (!subscript || node.children.some(child => child.type === 'optional_chain')) return undefined;
  const literal =
    language.string(subscript.index) ??
    (subscript.index.type === 'number' ? subscript.index.text : undefined);
  if (literal !== undefined && property !== undefined && literal !== property) return undefined;
  return {
    node: subscript.object,
    access: node,
    badness: 'nothing',
    ...(literal === undefined ? {} : { property: literal }),
    point: subscript.index.start,
  };
}

function expectation(property: string): Pick<CrashCandidate, 'expected'> {
  const expected = expectedByMethod(property);
  return expected ? { expected } : {};
}

function destructured(
  node: SyntaxNode,
  property: string | undefined,
  language: Language,
): CrashCandidate | undefined {
  const pattern =
    node.type === 'variable_declarator'
      ? node.child('name')
      : node.type === 'assignment_expression'
        ? node.child('left')
        : undefined;
  const value = node.type === 'variable_declarator' ? node.child('value') : node.child('right');
  if (pattern?.type === 'object_pattern' && value) {
    if (property !== undefined && !new RegExp(`\\b${property.replace(/\W/g, '\\$&')}\\b`).test(pattern.text))
      return undefined;
    return {
      node: value,
      access: node,
      badness: 'nothing',
      ...(property ? { property } : {}),
      point: value.start,
    };
  }
  const parameter =
    node.type === 'object_pattern' && node.ancestor('formal_parameters')
      ? language.functionOf(node)
      : undefined;
  if (!parameter || (property !== undefined && !node.text.includes(property))) return undefined;
  return { node, access: node, badness: 'nothing', ...(property ? { property } : {}), point: node.start };
}

function notCallable(complaint: ComplaintOf<'not-callable'>): Find {
  const wanted = complaint.text.replace(/\s|\(\.{3}\)|\(intermediate value\)/g, '').replace(/^\./, '');
  return (node, language) => {
    const call = language.call(node);
    if (!call) return undefined;
    const member = language.member(call.callee);
    // Engines of old do not say what was no function.
    const unnamed = /^(?:undefined|null|object|string|number|boolean)$/.test(wanted);
    const matches = unnamed
      ? member !== undefined || language.isIdentifier(call.callee)
      : complaint.property
        ? member?.property.text === complaint.property
        : call.callee.text.replace(/\s/g, '') === wanted;
    if (!matches) return undefined;
    const expected = member ? expectedByMethod(member.property.text) : undefined;
    if (member && expected) {
      return {
        node: member.object,
        access: node,
        badness: 'shape',
        property: member.property.text,
        expected,
        point: member.property.start,
      };
    }
    return {
      node: call.callee,
      access: node,
      badness: 'nothing',
      expected: 'function',
      point: (member?.property ?? call.callee).start,
    };
  };
}

/** V8 says "is not iterable" of a value of another type and, of what is looped over or spread, of a missing one. */
function notIterable(
  complaint: ComplaintOf<'not-iterable'>,
  nodes: SyntaxNode[],
  language: Language,
): CrashCandidate[] {
  const badnesses = ['nothing', 'shape'] as const;
  const found = badnesses.flatMap(badness => nodes.flatMap(node => iterated(node, language, badness) ?? []));
  const said = complaint.text?.replace(/\s/g, '');
  const named = found.filter(({ node }) => {
    const inner = language.unwrap(node);
    return (language.call(inner)?.callee ?? inner).text.replace(/\s/g, '') === said;
  });
  return named.length > 0 ? named : found;
}

function iterated(
  node: SyntaxNode,
  language: Language,
  badness: 'nothing' | 'shape',
): CrashCandidate | undefined {
  const shape = (value: SyntaxNode | undefined): CrashCandidate | undefined =>
    value ? { node: value, access: node, badness, expected: 'iterable', point: value.start } : undefined;
  if (node.type === 'for_in_statement' && node.children.some(child => child.type === 'of'))
    return shape(node.child('right'));
  if (node.type === 'spread_element')
    return node.parent?.type === 'object' ? undefined : shape(node.parts[0]);
  if (node.type === 'variable_declarator' && node.child('name')?.type === 'array_pattern')
    return shape(node.child('value'));
  const call = language.call(node);
  if (
    call &&
    /^(Map|Set|WeakMap|Array\.from|Object\.fromEntries|Promise\.(all|allSettled|race|any))$/.test(
      call.callee.text,
    )
  ) {
    return shape(call.arguments[0]);
  }
  return undefined;
}
