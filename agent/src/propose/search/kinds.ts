import type { Assignment, Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { binaryOf, isLoop } from './shape.ts';

/** What a value is used as. */
export type Kind = 'number' | 'text' | 'list' | 'map' | 'set' | 'flag' | 'function' | 'object';

const methods: readonly (readonly [RegExp, readonly Kind[]])[] = [
  [/^(append|extend|insert|push|unshift|shift|splice|forEach|sort|reverse)$/, ['list']],
  [/^(map|filter|reduce|find|some|every|pop|slice|concat|indexOf|includes|length)$/, ['list']],
  [/^(add|discard|issuperset|issubset|union)$/, ['set']],
  [/^has$/, ['set', 'map']],
  [/^(items|keys|values|get|set|setdefault|update)$/, ['map']],
  [/^(strip|split|startswith|endswith|trim|charAt|charCodeAt|substring|padStart|join)$/, ['text']],
  [/^(lower|upper|toLowerCase|toUpperCase|replace|startsWith|endsWith|rfind)$/, ['text']],
];
const lengths = /^(len|sum|sorted|enumerate|reversed|any|all|tuple|list|zip)$/;
const numbers = /^(range|abs|int|float|round|parseInt|parseFloat|Number)$|^Math\./;

/** What an expression comes out as, judged by its form alone. */
export function kindOfValue(node: SyntaxNode, language: Language): Kind | undefined {
  const binary = binaryOf(node);
  if (binary?.family === 'comparison') return 'flag';
  if (binary?.family === 'arithmetic') {
    if (binary.operator.type !== '+') return 'number';
    return kindOfValue(binary.left, language) ?? kindOfValue(binary.right, language);
  }
  switch (node.type) {
    case 'integer':
    case 'float':
    case 'number':
      return 'number';
    case 'string':
    case 'template_string':
      return 'text';
    case 'list':
    case 'array':
    case 'list_comprehension':
      return 'list';
    case 'dictionary':
    case 'dictionary_comprehension':
    case 'object':
      return 'map';
    case 'set':
    case 'set_comprehension':
      return 'set';
    case 'true':
    case 'false':
    case 'not_operator':
      return 'flag';
    case 'lambda':
    case 'arrow_function':
      return 'function';
  }
  const callee = language.call(node)?.callee.text;
  if (callee !== undefined) {
    if (/^(len|sum|abs|int|float|round|ord)$|^Math\./.test(callee)) return 'number';
    if (/^(list|sorted)$|\.(slice|map|filter|concat|split)$/.test(callee)) return 'list';
    if (/^(set|Set|frozenset)$/.test(callee)) return 'set';
    if (/^(dict|Map|Counter|defaultdict)$/.test(callee)) return 'map';
    if (/^(str|String)$|\.(join|strip|trim|lower|upper)$/.test(callee)) return 'text';
    if (/^(any|all|isinstance|bool)$/.test(callee)) return 'flag';
  }
  return language.member(node)?.property.text === 'length' ? 'number' : undefined;
}

/** What a variable is by what it is given. */
export function kindOfAssigned({ value, kind, key }: Assignment, language: Language): Kind | undefined {
  if (value === undefined) return undefined;
  const callee = language.call(value)?.callee.text;
  if (kind === 'element') return callee === 'range' ? 'number' : undefined;
  if (kind === 'destructure') return callee === 'enumerate' && key === '0' ? 'number' : undefined;
  return kindOfValue(value, language);
}

/** What one use of a name shows it to be. */
export function kindsOfUse(node: SyntaxNode, language: Language): readonly Kind[] {
  const { parent } = node;
  if (!parent) return [];
  const call = language.call(parent);
  if (call?.callee === node) return ['function'];
  const member = language.member(parent);
  if (member?.object === node) {
    return methods.find(([pattern]) => pattern.test(member.property.text))?.[1] ?? ['object'];
  }
  if (language.subscript(parent)?.object === node) {
    return parent.childOfType('slice') ? ['list', 'text'] : ['list', 'map'];
  }
  if (parent.type === 'slice') return ['number'];
  if (/^(pattern_list|tuple_pattern|array_pattern)$/.test(parent.child('left')?.type ?? '')) return ['list'];
  if (isLoop(parent) && node.field === 'right') return ['list'];
  if (parent.type === 'for_in_clause' && node.field === 'right') return ['list'];
  const around = parent.parent ? language.call(parent.parent) : undefined;
  if (around?.arguments.includes(node)) {
    if (lengths.test(around.callee.text)) return ['list'];
    if (numbers.test(around.callee.text)) return ['number'];
  }
  const binary = binaryOf(parent);
  if (!binary) return parent.type === 'update_expression' ? ['number'] : [];
  const other = binary.left === node ? binary.right : binary.left;
  if (/^(in|not in)$/.test(binary.operator.type)) return binary.right === node ? ['list'] : [];
  if (binary.family === 'arithmetic' && binary.operator.type !== '+') return ['number'];
  const known = binary.family === 'logical' ? undefined : kindOfValue(other, language);
  if (known) return [known];
  return /[<>]/.test(binary.operator.type) ? ['number'] : [];
}
