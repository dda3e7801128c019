import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Complaint, ComplaintOf } from '../messages/complaint.ts';
import type { Badness, ExpectedType } from '../origin.ts';
import type { CrashCandidate } from './candidates.ts';
import { called, emptying, indexing, lastName, looped, memberOf, parsing } from './described-calls.ts';

/** The expressions among these nodes that a complaint may be about, in languages known by their descriptions. */
export function findDescribed(
  complaint: Complaint,
  nodes: SyntaxNode[],
  language: Language,
): CrashCandidate[] {
  const found = nodes.flatMap(node => find(complaint, node, language));
  const said = complaint.kind === 'nothing' ? complaint.text : undefined;
  if (said === undefined) return found;
  const wanted =
    said
      .replace(/\(.*/, '')
      .split(/\.|->|::/)
      .at(-1) ?? '';
  const named = found.filter(({ node }) => lastName(node, language) === wanted);
  if (named.length > 0) return named;
  const everywhere = nodes.filter(node => lastName(node, language) === wanted && !isPart(node, language));
  return everywhere.length > 0 ? everywhere.flatMap(node => one(node, node, 'nothing')) : found;
}

/** Whether a node is the name of what is called or read, not a value. */
function isPart(node: SyntaxNode, language: Language): boolean {
  const { parent } = node;
  if (!parent) return false;
  return language.member(parent)?.property === node || language.call(parent)?.callee === node;
}

function find(complaint: Complaint, node: SyntaxNode, language: Language): CrashCandidate[] {
  switch (complaint.kind) {
    case 'nothing':
      return absent(complaint, node, language);
    case 'failed': {
      const member = methodOf(node, language);
      const fits =
        member !== undefined &&
        (member.property.text === complaint.callee || /^(?:unwrap|expect)/.test(member.property.text));
      return fits ? one(member.object, node, 'failed') : [];
    }
    case 'wrong-type':
      return mistyped(complaint, node, language);
    case 'missing-attribute':
      return memberOf(node, language)?.property.text === complaint.property ? one(node, node, 'nothing') : [];
    case 'missing-key': {
      const subscript = language.subscript(node);
      const literal = subscript ? language.string(subscript.index) : undefined;
      const asks =
        subscript !== undefined &&
        (literal === undefined || complaint.key === '' || literal === complaint.key);
      const fetches =
        methodOf(node, language)?.property.text === 'fetch' ||
        called(node, language, /^(?:getValue|require|GetRequiredService)$/);
      return asks || fetches ? one(node, node, 'missing-key', complaint.key || literal) : [];
    }
    case 'index':
      return indexing(node, language) ? one(node, node, 'index') : [];
    case 'division':
      return divisor(node);
    case 'overflow':
      return /^binary/.test(node.type) ? operands(node, 'count') : [];
    case 'empty':
      return one(emptying(node, complaint.callee, language), node, 'empty', undefined, 'array');
    case 'conversion':
      return one(parsing(node, complaint.callee, language), node, 'text', undefined, 'number');
    case 'json':
      return one(
        called(node, language, /json|decode|parse|Unmarshal|Deserialize|readValue|from_str/i)?.arguments[0],
        node,
        'text',
      );
    case 'name':
      return /identifier$|^(?:constant|variable_name|name)$/.test(node.type) &&
        node.text.replace(/^\$/, '') === complaint.name
        ? one(node, node, 'name')
        : [];
    case 'mutated':
      return one(looped(node, language), node, 'shape', undefined, 'iterable');
    case 'state': {
      const member = methodOf(node, language);
      return member ? one(member.object, node, 'state') : [];
    }
    case 'arguments': {
      const call = language.call(node);
      const name = call && lastName(call.callee, language);
      return call && (complaint.callee === '' || name === complaint.callee) ? one(node, node, 'count') : [];
    }
    default:
      return [];
  }
}

function one(
  node: SyntaxNode | undefined,
  access: SyntaxNode,
  badness: Badness,
  property?: string,
  expected?: ExpectedType,
): CrashCandidate[] {
  if (!node) return [];
  return [
    {
      node,
      access,
      badness,
      ...(property ? { property } : {}),
      ...(expected ? { expected } : {}),
      point: node.start,
    },
  ];
}

function methodOf(node: SyntaxNode, language: Language) {
  const call = language.call(node);
  return call && !call.constructs ? language.member(call.callee) : undefined;
}

function absent(complaint: ComplaintOf<'nothing'>, node: SyntaxNode, language: Language): CrashCandidate[] {
  const { action, property } = complaint;
  const call = language.call(node);
  switch (action) {
    case 'iterate':
    case 'destructure':
      return one(looped(node, language), node, 'nothing', undefined, 'iterable');
    case 'call':
      return call ? one(call.callee, node, 'nothing', undefined, 'function') : [];
    case 'length':
      return /^(?:length|size|count|Length|Count)$/.test(memberOf(node, language)?.property.text ?? '')
        ? accessed(node, undefined, language)
        : [];
    case 'convert':
    case 'contains': {
      const given =
        call && (property === undefined || lastName(call.callee, language) === property) ? call : undefined;
      const cast = castOf(node);
      const receiver = given && property === undefined ? language.member(given.callee)?.object : undefined;
      const among = [...(given?.arguments ?? []), ...(receiver ? [receiver] : []), ...(cast ? [cast] : [])];
      return among.flatMap(part => one(part, node, 'nothing'));
    }
    case 'operate':
      return [
        ...operands(node, 'nothing'),
        ...(call?.arguments.flatMap(part => one(part, node, 'nothing')) ?? []),
      ];
    case 'write':
      return property === undefined && memberOf(node, language) ? [] : accessed(node, property, language);
    default: {
      const refused = called(node, language, refusing)?.arguments[0];
      return refused ? one(refused, node, 'nothing') : accessed(node, property, language);
    }
  }
}

const refusing = /^(?:requireNonNull|checkNotNull|[nN]otNull|ThrowIfNull|requireNotNull|Null)$/;

function accessed(node: SyntaxNode, property: string | undefined, language: Language): CrashCandidate[] {
  const member = memberOf(node, language);
  if (member) {
    const { object, optional } = member;
    const type = language.isIdentifier(object) && /^\p{Lu}\w*\p{Ll}/u.test(object.text);
    if (optional || type || language.isSelf(object)) return [];
    if (property !== undefined && member.property.text !== property) return [];
    return [
      {
        node: object,
        access: node,
        badness: 'nothing',
        property: member.property.text,
        point: member.property.start,
      },
    ];
  }
  const subscript = property === undefined ? language.subscript(node) : undefined;
  const key = subscript ? language.string(subscript.index) : undefined;
  return subscript ? one(subscript.object, node, 'nothing', key) : [];
}

function mistyped(
  complaint: ComplaintOf<'wrong-type'>,
  node: SyntaxNode,
  language: Language,
): CrashCandidate[] {
  const { property, callee, operator } = complaint;
  if (property !== undefined && callee === undefined)
    return memberOf(node, language)?.property.text === property
      ? one(memberOf(node, language)?.object, node, 'shape', property)
      : [];
  const cast = castOf(node);
  if (cast) return one(cast, node, 'shape');
  const call = language.call(node);
  if (callee !== undefined && call && lastName(call.callee, language) === callee)
    return call.arguments.flatMap(part => one(part, node, 'shape'));
  return operator !== undefined || callee === undefined ? operands(node, 'shape') : [];
}

/** What is cast, or asserted to be of a type. */
function castOf(node: SyntaxNode): SyntaxNode | undefined {
  if (!/^(?:cast_expression|type_assertion_expression|as_expression|type_cast_expression)$/.test(node.type))
    return undefined;
  return node.child('value') ?? node.child('operand') ?? node.child('left') ?? node.parts.at(-1);
}

function operands(node: SyntaxNode, badness: Badness): CrashCandidate[] {
  if (!/^(?:binary|unary|augmented|compound_assignment|operator_assignment|assignment)/.test(node.type))
    return [];
  const right = node.child('right') ?? node.child('argument') ?? node.child('operand');
  const left = /assignment$/.test(node.type) ? undefined : node.child('left');
  return [
    ...one(left, node, badness, undefined, 'number'),
    ...one(right, node, badness, undefined, 'number'),
  ];
}

function divisor(node: SyntaxNode): CrashCandidate[] {
  const operator = node.child('operator')?.text ?? node.children.find(part => !part.named)?.text ?? '';
  const divides = /^(?:\/|%|div|mod|intdiv)=?$/.test(operator) && /binary|assignment/.test(node.type);
  if (divides) return one(node.child('right'), node, 'zero', undefined, 'number');
  return [];
}
