import type { FunctionInfo, Language } from '../../../language/language.ts';
import type { SyntaxNode, Tree } from '../../../language/syntax.ts';
import { any, both, type Shape } from './shape.ts';
import { shapeOfType } from './types.ts';

/** A function in its file. */
export interface Place {
  readonly info: FunctionInfo;
  readonly language: Language;
  readonly tree: Tree;
}

export interface Program {
  /** The function that a name stands for in a file: its own, or one that it imports. */
  called(name: string, from: Place): Promise<Place | undefined>;
  /** The files in which types may be declared, that of the function first. */
  trees(from: Place): Promise<readonly Tree[]>;
}

const deepest = 3;
const ofText =
  /^(?:trim|trimEnd|trimStart|toLowerCase|toUpperCase|split|startsWith|endsWith|padStart|padEnd|replace|replaceAll|charAt|charCodeAt|match|localeCompare|normalize|substring|strip|lstrip|rstrip|lower|upper|title|splitlines|startswith|endswith|partition|encode|format)$/;
const ofLists =
  /^(?:map|filter|forEach|some|every|find|findIndex|flatMap|reduce|push|sort|join|reverse|at|append|extend|insert)$/;
const numbers = /^(?:Number|parseInt|parseFloat|int|float)$/;
const anything =
  /^(?:String|str|repr|print|bool|Boolean|isinstance|type|console\.\w+|JSON\.stringify|Array\.isArray)$/;
const lists = /^(?:sorted|list|set|tuple|enumerate|min|max|any|all|reversed|Array\.from)$/;
const records = /^(?:Object\.(?:keys|values|entries|fromEntries)|dict)$/;

/** What a function takes its parameters for; undefined where that is not understood of one that has to be given. */
export async function parameterShapes(
  place: Place,
  program: Program,
  depth = 0,
): Promise<Shape[] | undefined> {
  const shapes: Shape[] = [];
  for (const { name, type, hasDefault, optional, rest, destructured } of place.info.parameters) {
    if (hasDefault || optional || rest) break;
    if (destructured || !place.info.body) return undefined;
    const typed = type === undefined ? undefined : shapeOfType(type, await program.trees(place));
    const shape = typed ?? (await usedAs(name, place.info.body, place, program, depth));
    if (shape === undefined) return undefined;
    shapes.push(shape);
  }
  return shapes;
}

/** What all uses of a name in a scope take it for. */
async function usedAs(
  name: string,
  scope: SyntaxNode,
  place: Place,
  program: Program,
  depth: number,
): Promise<Shape | undefined> {
  let shape: Shape | undefined = any;
  for (const node of scope.walk()) {
    if (node.text !== name || node.field === 'property' || node.field === 'attribute') continue;
    if (!place.language.isIdentifier(node) && node.type !== 'shorthand_property_identifier') continue;
    if (node.field === 'name' && node.parent?.type === 'keyword_argument') continue;
    const used: Shape | undefined = await use(node, scope, place, program, depth);
    shape = used && shape && both(shape, used);
    if (shape === undefined) return undefined;
  }
  return shape;
}

async function use(
  node: SyntaxNode,
  scope: SyntaxNode,
  place: Place,
  program: Program,
  depth: number,
): Promise<Shape | undefined> {
  const { language } = place;
  const parent = node.parent;
  if (
    !parent ||
    /^(?:parenthesized_expression|await|await_expression|non_null_expression)$/.test(parent.type)
  )
    return parent ? use(parent, scope, place, program, depth) : undefined;
  const member = language.member(parent);
  if (member?.object === node) return memberUse(parent, member.property.text, scope, place, program, depth);
  const subscript = language.subscript(parent);
  if (subscript?.object === node) {
    const key = language.string(subscript.index);
    if (key === undefined)
      return /^-?\d+$/.test(subscript.index.text) ? { kind: 'list', element: any } : undefined;
    const inner = await use(parent, scope, place, program, depth);
    return inner && { kind: 'record', members: new Map([[key, inner]]) };
  }
  if (language.call(parent)?.callee === node) return { kind: 'function' };
  const around = /^arguments?(?:_list)?$/.test(parent.type) ? parent.parent : parent;
  const call = around ? language.call(around) : undefined;
  const at = call?.arguments.indexOf(node) ?? -1;
  if (call && at >= 0) return argumentUse(call.callee.text, at, place, program, depth);
  const loop = await loopUse(node, parent, place, program, depth);
  if (loop !== 'none') return loop;
  return plainUse(node, parent);
}

async function memberUse(
  access: SyntaxNode,
  property: string,
  scope: SyntaxNode,
  place: Place,
  program: Program,
  depth: number,
): Promise<Shape | undefined> {
  const { language } = place;
  const outer = access.parent;
  const call = outer ? language.call(outer) : undefined;
  if (call?.callee !== access) {
    if (property === 'length') return { kind: 'sized' };
    const inner = await use(access, scope, place, program, depth);
    return inner && { kind: 'record', members: new Map([[property, inner]]) };
  }
  if (ofText.test(property)) return { kind: 'text' };
  if (property === 'get' || property === 'items' || property === 'keys' || property === 'values')
    return language.family === 'python' ? { kind: 'record', members: new Map() } : undefined;
  if (!ofLists.test(property)) return undefined;
  const given = call.arguments[0];
  const callback = given && language.functions(place.tree).find(info => info.node === given);
  const taken = callback?.parameters[property === 'reduce' ? 1 : 0];
  if (!given || property === 'join') return { kind: 'list', element: any };
  if (!callback) {
    const named = language.isIdentifier(given) ? await program.called(given.text, place) : undefined;
    const shapes = named && depth < deepest ? await parameterShapes(named, program, depth + 1) : undefined;
    return shapes?.[0] && { kind: 'list', element: shapes[0] };
  }
  if (!taken || !callback.body) return { kind: 'list', element: any };
  if (taken.destructured) return undefined;
  const element = await usedAs(taken.name, callback.body, { ...place, info: callback }, program, depth);
  return element && { kind: 'list', element };
}

async function argumentUse(
  callee: string,
  at: number,
  place: Place,
  program: Program,
  depth: number,
): Promise<Shape | undefined> {
  if (numbers.test(callee)) return { kind: 'digits' };
  if (anything.test(callee)) return any;
  if (lists.test(callee)) return { kind: 'list', element: any };
  if (callee === 'sum') return { kind: 'list', element: { kind: 'number' } };
  if (callee === 'len') return { kind: 'sized' };
  if (callee === 'range' || /^Math\.\w+$/.test(callee)) return { kind: 'number' };
  if (records.test(callee)) return { kind: 'record', members: new Map() };
  const other = depth < deepest ? await program.called(callee, place) : undefined;
  return other && (await parameterShapes(other, program, depth + 1))?.[at];
}

async function loopUse(
  node: SyntaxNode,
  parent: SyntaxNode,
  place: Place,
  program: Program,
  depth: number,
): Promise<Shape | undefined | 'none'> {
  if (!/^for_(?:in_)?(?:statement|clause)$/.test(parent.type) || parent.child('right') !== node)
    return 'none';
  const left = parent.child('left');
  const scope = parent.child('body') ?? parent.parent;
  if (!left || !scope || !place.language.isIdentifier(left)) return undefined;
  const element = await usedAs(left.text, scope, place, program, depth);
  return element && { kind: 'list', element };
}

/** What an operator or a statement takes a value for. */
function plainUse(node: SyntaxNode, parent: SyntaxNode): Shape | undefined {
  if (node.field === 'left' && /^for_/.test(parent.type)) return any;
  if (/^binary_(?:expression|operator)$|^comparison_operator$/.test(parent.type)) {
    const other = parent.parts.find(part => part !== node);
    const operator = parent.children.find(child => !child.named)?.text ?? '';
    const text = other !== undefined && /^(?:string|template_string)$/.test(other.type);
    if (/^(?:\?\?|\|\|)$/.test(operator) && node.field === 'left') return { kind: 'optional' };
    if (/^(?:\?\?|\|\||&&)$/.test(operator)) return any;
    if (/^(?:[-*/%]|\*\*|\/\/)$/.test(operator)) return { kind: 'number' };
    if (/^[<>]=?$|^\+$|^[=!]==?$/.test(operator) && other && /^(?:number|integer|float)$/.test(other.type))
      return { kind: 'number' };
    if (/^(?:[<>]=?|\+|[=!]==?)$/.test(operator)) return text ? { kind: 'text' } : any;
    return undefined;
  }
  if (
    /^(?:if_statement|not_operator|unary_expression|ternary_expression|conditional_expression)$/.test(
      parent.type,
    )
  )
    return { kind: 'any' };
  if (parent.type === 'boolean_operator' && node.field === 'left')
    return /\bor\b/.test(parent.child('operator')?.text ?? '') ? { kind: 'optional' } : any;
  const kept =
    /^(?:pair|arrow_function|lambda|return_statement|template_substitution|interpolation|boolean_operator|array|list|object|dictionary|expression_statement)$/;
  return kept.test(parent.type) ? any : undefined;
}
