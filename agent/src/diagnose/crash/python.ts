import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Complaint, ComplaintOf } from '../messages/complaint.ts';
import type { Badness, ExpectedType } from '../origin.ts';
import type { CrashCandidate } from './candidates.ts';
import { expectedByMethod } from './expected.ts';
import { ofOperator, operands } from './operands.ts';

/** The expressions among these nodes that a Python complaint may be about. */
export function findPython(complaint: Complaint, nodes: SyntaxNode[], language: Language): CrashCandidate[] {
  const wanted = complaint.kind === 'wrong-type' ? complaint.wanted : undefined;
  const found = ofOperator(
    complaint,
    nodes.flatMap(node => find(complaint, node, language)),
  ).map(candidate => (wanted ? { ...candidate, expected: wanted } : candidate));
  const callee = complaint.kind === 'wrong-type' ? complaint.callee : undefined;
  if (callee === 'hash') return nodes.flatMap(node => hashed(node, language));
  const exact = found.filter(({ access }) => {
    const called = language.call(access)?.callee;
    return called !== undefined && (language.member(called)?.property ?? called).text === callee;
  });
  return callee !== undefined && exact.length > 0 ? exact : found;
}

function find(complaint: Complaint, node: SyntaxNode, language: Language): CrashCandidate[] {
  const call = language.call(node);
  switch (complaint.kind) {
    case 'nothing':
      return broken(node, complaint.action, complaint.property, 'nothing', language);
    case 'wrong-type':
      return complaint.operator === '[]'
        ? broken(node, 'read', undefined, 'shape', language)
        : broken(
            node,
            complaint.operator
              ? 'operate'
              : complaint.callee === 'len'
                ? 'length'
                : complaint.callee
                  ? 'convert'
                  : 'read',
            complaint.property,
            'shape',
            language,
          );
    case 'not-iterable':
      return broken(node, 'iterate', undefined, 'shape', language);
    case 'missing-attribute': {
      const member = language.member(node);
      if (member?.property.text !== complaint.property) return [];
      return attributeUse(node, member.property.start, language);
    }
    case 'not-callable':
      return call
        ? [{ node: call.callee, access: node, badness: 'shape', expected: 'function', point: node.start }]
        : [];
    case 'missing-key':
      return keyed(complaint, node, language);
    case 'index': {
      const subscript = language.subscript(node);
      if (!subscript || subscript.index.type === 'slice' || language.string(subscript.index) !== undefined)
        return [];
      return [{ node, access: node, badness: 'index', point: node.start }];
    }
    case 'division':
      return divided(node);
    case 'empty':
      return emptied(complaint, node, language);
    case 'name':
      return node.type === 'identifier' && node.text === complaint.name && node.field !== 'attribute'
        ? [{ node, access: node, badness: 'name', point: node.start }]
        : [];
    case 'conversion':
      return called(node, complaint.callee, 'text', language);
    case 'json':
      return [
        ...called(node, 'loads', 'text', language),
        ...called(node, 'load', 'text', language),
        ...called(node, 'json', 'text', language),
      ];
    case 'encoding':
      return ['decode', 'encode', 'open', 'read', 'readlines', 'read_text', 'write', 'write_text'].flatMap(
        name => calledAs(node, name, language),
      );
    case 'unpack':
      return unpacked(node, 'shape');
    case 'arguments': {
      const name = call && (language.member(call.callee)?.property ?? call.callee).text;
      const owner = complaint.callee.split('.').at(-2);
      const called = complaint.callee.split('.').at(-1);
      return name !== undefined && (name === called || (called === '__init__' && name === owner))
        ? [{ node, access: node, badness: 'count', point: node.start }]
        : [];
    }
    case 'format':
      return node.child('operator')?.type === '%' ? of(node.child('right'), node, 'shape') : [];
    case 'mixed-times':
      return operands(node, 'shape').map(({ expected: _, ...found }) => found);
    case 'domain':
      return outside(node, language);
    case 'pattern':
      return /^re\.(?:compile|search|match|fullmatch|findall|finditer|split|subn?)$/.test(
        call?.callee.text ?? '',
      )
        ? of(call?.arguments[0], node, 'text')
        : [];
    case 'state':
      return lazily(node, language);
    case 'mutated':
      return node.type === 'for_statement' ? of(node.child('right'), node, 'shape', 'iterable') : [];
    default:
      return [];
  }
}

/** A call by the last word of its name, which is bad as a whole. */
function calledAs(node: SyntaxNode, name: string, language: Language): CrashCandidate[] {
  const callee = language.call(node)?.callee;
  const word = callee && (language.member(callee)?.property ?? callee).text;
  return word === name ? of(node, node, 'text') : [];
}

function of(
  node: SyntaxNode | undefined,
  access: SyntaxNode,
  badness: Badness,
  expected?: ExpectedType,
): CrashCandidate[] {
  return node ? [{ node, access, badness, ...(expected ? { expected } : {}), point: node.start }] : [];
}

function broken(
  node: SyntaxNode,
  action: ComplaintOf<'nothing'>['action'],
  property: string | undefined,
  badness: 'nothing' | 'shape',
  language: Language,
): CrashCandidate[] {
  const member = language.member(node);
  const subscript = language.subscript(node);
  const call = language.call(node);
  switch (action) {
    case 'read':
    case 'write': {
      if (property !== undefined) {
        if (member?.property.text !== property) return [];
        const expected = expectedByMethod(property);
        return [
          {
            node: member.object,
            access: node,
            badness,
            property,
            ...(expected ? { expected } : {}),
            point: member.property.start,
          },
        ];
      }
      if (!subscript) return of(call?.callee.text === 'next' ? call.arguments[0] : undefined, node, badness);
      const key = language.string(subscript.index);
      return [
        {
          node: subscript.object,
          access: node,
          badness,
          ...(key === undefined ? {} : { property: key }),
          point: node.start,
        },
      ];
    }
    case 'call':
      return of(call?.callee, node, badness, 'function');
    case 'length':
      return call?.callee.text === 'len' ? of(call.arguments[0], node, badness, 'array') : [];
    case 'contains':
      return node.type === 'comparison_operator' &&
        node.children.some(child => child.type === 'in' || child.type === 'not in')
        ? of(node.parts.at(-1), node, badness, 'iterable')
        : [];
    case 'destructure':
      return unpacked(node, badness);
    case 'iterate':
      return iterated(node, badness, language);
    case 'operate':
      return operands(node, badness);
    case 'convert':
    case 'hand-over':
      if (node.type === 'interpolation' && node.childOfType('format_specifier'))
        return of(node.child('expression') ?? node.parts[0], node, badness, 'number');
      return call
        ? call.arguments.flatMap(given =>
            of(language.named(given)?.value ?? given, node, badness, convertedTo(call.callee.text)),
          )
        : [];
  }
}

function convertedTo(callee: string): ExpectedType {
  return /^(int|float|range|round|Decimal)$|\.format$/.test(callee) ? 'number' : 'string';
}

function iterated(node: SyntaxNode, badness: Badness, language: Language): CrashCandidate[] {
  if (node.type === 'for_statement' || node.type === 'for_in_clause')
    return of(node.child('right'), node, badness, 'iterable');
  if (node.type === 'list_splat') return of(node.parts[0], node, badness, 'iterable');
  const call = language.call(node);
  if (
    call &&
    /^(list|tuple|set|sorted|sum|min|max|any|all|enumerate|zip|dict|frozenset|reversed|iter)$/.test(
      call.callee.text,
    )
  ) {
    return call.arguments
      .filter(given => given.type !== 'keyword_argument')
      .flatMap(given => of(given, node, badness, 'iterable'));
  }
  if (call && /\.(join|extend|update)$/.test(call.callee.text))
    return of(call.arguments[0], node, badness, 'iterable');
  return unpacked(node, badness);
}

function unpacked(node: SyntaxNode, badness: Badness): CrashCandidate[] {
  const left =
    node.type === 'assignment' || node.type === 'for_statement' || node.type === 'for_in_clause'
      ? node.child('left')
      : undefined;
  const pattern =
    left?.type === 'pattern_list' || left?.type === 'tuple_pattern' || left?.type === 'list_pattern';
  return pattern ? of(node.child('right'), node, badness, 'iterable') : [];
}

function keyed(
  complaint: ComplaintOf<'missing-key'>,
  node: SyntaxNode,
  language: Language,
): CrashCandidate[] {
  const subscript = language.subscript(node);
  if (subscript && subscript.index.type !== 'slice') {
    const literal = language.string(subscript.index);
    if (literal !== undefined && literal !== complaint.key) return [];
    return [{ node, access: node, badness: 'missing-key', property: complaint.key, point: node.start }];
  }
  const call = language.call(node);
  const member = call ? language.member(call.callee) : undefined;
  const key = call?.arguments[0];
  if (member?.property.text !== 'pop' || !key || (language.string(key) ?? complaint.key) !== complaint.key)
    return [];
  return [{ node, access: node, badness: 'missing-key', property: complaint.key, point: node.start }];
}

/** What is used as a key of a mapping or a member of a set. */
function hashed(node: SyntaxNode, language: Language): CrashCandidate[] {
  const subscript = language.subscript(node);
  if (subscript && subscript.index.type !== 'slice') return of(subscript.index, node, 'shape');
  if (node.type === 'comparison_operator' && node.children.some(part => /^(?:not )?in$/.test(part.type)))
    return of(node.parts[0], node, 'shape');
  if (node.type === 'set') return node.parts.flatMap(part => of(part, node, 'shape'));
  if (node.type === 'pair') return of(node.child('key'), node, 'shape');
  const call = language.call(node);
  const method = call && language.member(call.callee)?.property.text;
  return /^(?:add|get|setdefault|pop|discard|remove)$/.test(method ?? '')
    ? of(call?.arguments[0], node, 'shape')
    : [];
}

function divided(node: SyntaxNode): CrashCandidate[] {
  const operator = node.child('operator')?.type ?? '';
  const divides = /^(\/|\/\/|%)=?$/.test(operator);
  if (divides && (node.type === 'binary_operator' || node.type === 'augmented_assignment')) {
    return of(node.child('right'), node, 'zero', 'number');
  }
  const call =
    node.type === 'call' && /^(divmod|Fraction|(?:math\.)?fmod)$/.test(node.child('function')?.text ?? '');
  return call ? of(node.child('arguments')?.parts[1], node, 'zero', 'number') : [];
}

/** What a function of mathematics was given: of a logarithm it is taken to be zero. */
function outside(node: SyntaxNode, language: Language): CrashCandidate[] {
  const call = language.call(node);
  const name = /^(?:math\.)?(log\w*|sqrt|acos|asin|acosh|atanh|pow|fmod)$/.exec(call?.callee.text ?? '')?.[1];
  if (name === undefined) return [];
  return of(call?.arguments[0], node, name.startsWith('log') ? 'zero' : 'count', 'number');
}

/** What reads only when it is asked for elements: a generator, what a loop runs over. */
function lazily(node: SyntaxNode, language: Language): CrashCandidate[] {
  if (node.type === 'generator_expression') return of(node, node, 'state');
  return iterated(node, 'state', language);
}

function emptied(complaint: ComplaintOf<'empty'>, node: SyntaxNode, language: Language): CrashCandidate[] {
  const call = language.call(node);
  if (!call) return [];
  const member = language.member(call.callee);
  const name = (member?.property ?? call.callee).text;
  const known = /^(max|min|reduce|pop|choice|mean|fmean|median|mode|stdev|pstdev|variance|next|popleft)$/;
  if (complaint.callee ? name !== complaint.callee : !known.test(name)) return [];
  const onItself = name === 'pop' || name === 'popleft';
  const collection = onItself ? member?.object : call.arguments[name === 'reduce' ? 1 : 0];
  return of(collection, node, 'empty', 'array');
}

function called(node: SyntaxNode, callee: string, badness: Badness, language: Language): CrashCandidate[] {
  const call = language.call(node);
  if (!call) return [];
  const name = (language.member(call.callee)?.property ?? call.callee).text;
  if (name !== callee) return [];
  return of(
    call.arguments[0] ?? language.member(call.callee)?.object,
    node,
    badness,
    callee === 'int' ? 'number' : 'string',
  );
}

/** An attribute that is not there, with what is asked of it in turn. */
function attributeUse(node: SyntaxNode, point: number, language: Language): CrashCandidate[] {
  const asked = node.parent ? language.member(node.parent)?.property.text : undefined;
  const expected = expectedByMethod(asked);
  return [
    {
      node,
      access: node.parent && asked ? node.parent : node,
      badness: 'nothing',
      ...(asked ? { property: asked } : {}),
      ...(expected ? { expected } : {}),
      point,
    },
  ];
}
