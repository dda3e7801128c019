import type { SyntaxNode } from '../../language/syntax.ts';

export interface Binary {
  left: SyntaxNode;
  operator: SyntaxNode;
  right: SyntaxNode;
  family: 'comparison' | 'logical' | 'arithmetic';
}

const comparisons = /^([<>]=?|[!=]==?|in|not in|is|is not|instanceof|<>)$/;
const logicals = /^(and|or|&&|\|\||\?\?)$/;
const binaries = new Set(['binary_expression', 'binary_operator', 'boolean_operator', 'comparison_operator']);

/** The two sides of an operator; undefined for chains such as `a < b < c`. */
export function binaryOf(node: SyntaxNode): Binary | undefined {
  if (!binaries.has(node.type)) return undefined;
  const [left, right, ...more] = node.parts;
  const operator = node.child('operator') ?? node.child('operators');
  if (!left || !right || !operator || more.length > 0) return undefined;
  const family = comparisons.test(operator.type)
    ? 'comparison'
    : logicals.test(operator.type)
      ? 'logical'
      : 'arithmetic';
  return { left, operator, right, family };
}

const expressions =
  /^(identifier|attribute|member_expression|subscript(_expression)?|call(_expression)?|new_expression|binary_(operator|expression)|boolean_operator|comparison_operator|not_operator|unary_(operator|expression)|list|array|tuple|dictionary|object|set|string|template_string|integer|float|number|true|false|none|null|undefined|this|await(_expression)?|conditional_expression|ternary_expression|parenthesized_expression|(list|set|dictionary)_comprehension|generator_expression)$/;
const outside =
  /^(import|export_specifier|decorator|type(_|$)|.*parameters?$|keyword_separator|.*pattern(_list)?$|class_heritage)/;

/** Whether a node is an expression whose value is used where it stands, not a name that is bound there. */
export function isValue(node: SyntaxNode): boolean {
  const { parent, field } = node;
  if (!node.named || !expressions.test(node.type) || !parent || outside.test(parent.type)) return false;
  if (field === 'left') return !/assignment|^for_in/.test(parent.type);
  if (field === 'name' || field === 'attribute' || field === 'property' || field === 'key') return false;
  if (field === 'type' || field === 'alias') return false;
  return parent.type !== 'expression_statement' || !/^(string|identifier)$/.test(node.type);
}

export function isLoop(node: SyntaxNode): boolean {
  return /^(for_statement|for_in_statement|while_statement|do_statement)$/.test(node.type);
}

/** The condition of a branch, a loop or a conditional expression, without JavaScript's parentheses. */
export function conditionOf(node: SyntaxNode): SyntaxNode | undefined {
  if (!/^(if|while|do|for)_statement$|^elif_clause$|^ternary_expression$/.test(node.type)) {
    if (node.type === 'conditional_expression') return node.parts[1];
    return node.type === 'if_clause' ? node.parts[0] : undefined;
  }
  const condition = node.child('condition');
  if (condition?.type === 'empty_statement') return undefined;
  return condition?.type === 'parenthesized_expression' ? condition.parts[0] : condition;
}

/** Whether a node is, or is a side of, a condition. */
export function inCondition(node: SyntaxNode): boolean {
  for (let at: SyntaxNode = node; at.parent; at = at.parent) {
    if (conditionOf(at.parent) === at) return true;
    const around = at.parent;
    const through = around.type === 'parenthesized_expression' || around.type === 'not_operator';
    if (!through && binaryOf(around) === undefined && around.type !== 'unary_expression') {
      return false;
    }
  }
  return false;
}

export function isBlock(node: SyntaxNode | undefined): node is SyntaxNode {
  return node?.type === 'block' || node?.type === 'statement_block';
}

export function isStatement(node: SyntaxNode): boolean {
  return node.named && !node.isComment && isBlock(node.parent) && !/^(function|class)_/.test(node.type);
}

/** The numeral that a node is, if it is a whole number. */
export function wholeNumber(node: SyntaxNode): number | undefined {
  return /^(integer|number)$/.test(node.type) && /^\d{1,9}$/.test(node.text) ? Number(node.text) : undefined;
}

/** An expression that can take an operator of this strength to its right without parentheses around it. */
export function operand(node: SyntaxNode): string {
  const bound =
    binaryOf(node) !== undefined ||
    /^(conditional|ternary|lambda|arrow_function|unary_|not_|await|yield)/.test(node.type);
  return bound ? `(${node.text})` : node.text;
}

/** A sum as it has to be written in a node's place. */
export function sumInPlace(text: string, node: SyntaxNode): string {
  const around = node.parent && binaryOf(node.parent);
  const closer =
    around?.family === 'arithmetic' &&
    (!/^[+-]$/.test(around.operator.type) || (around.right === node && around.operator.type === '-'));
  const bound = closer || /^(unary_|await|attribute$|member_expression$)/.test(node.parent?.type ?? '');
  const held = /^subscript/.test(node.parent?.type ?? '') && /^(value|object)$/.test(node.field ?? '');
  return bound || held ? `(${text})` : text;
}
