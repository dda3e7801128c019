import { argumentsOf, isNode, literalOf, type Node, nameOf, nodesOf, type Placed } from './syntax.ts';

/** Properties that hold what a person reads, wherever an object goes that has them. */
const shownProperties = new Set([
  'ariaLabel',
  'description',
  'detail',
  'documentation',
  'label',
  'message',
  'placeHolder',
  'prompt',
  'reason',
  'title',
  'tooltip',
]);
const shownAttributes = new Set(['alt', 'aria-description', 'aria-label', 'label', 'placeholder', 'title']);
const showing = new Set([
  'setStatusBarMessage',
  'showErrorMessage',
  'showInformationMessage',
  'showWarningMessage',
  'MarkdownString',
  'ThemeIcon.label',
  'TreeItem',
]);

/** Words that a person would read and that do not come out of `t`. */
export function bypassingIn(path: string, text: string): string[] {
  const found: string[] = [];
  for (const { node, within } of nodesOf(path, text)) {
    const shown = shownBy(node, within);
    for (const value of shown.flatMap(branches)) {
      const literal = literalOf(value);
      if (literal && isProse(literal.text)) found.push(`${path}: “${literal.text}”`);
    }
    if (node.type === 'JSXText' && isProse(String(node['value'])))
      found.push(`${path}: “${String(node['value']).trim()}”`);
  }
  return found;
}

/** The values that a node shows to a person. */
function shownBy(node: Node, within: Placed['within']): unknown[] {
  switch (node.type) {
    case 'CallExpression':
      return showing.has(lastName(node['callee']) ?? '') ? argumentsOf(node) : [];
    case 'NewExpression': {
      const name = lastName(node['callee']) ?? '';
      return showing.has(name) || name.endsWith('Error') ? argumentsOf(node) : [];
    }
    case 'KeyValueProperty':
      return shownProperties.has(nameOf(node['key']) ?? '') ? [node['value']] : [];
    case 'AssignmentExpression':
      return shownProperties.has(lastName(node['left']) ?? '') ? [node['right']] : [];
    case 'JSXAttribute':
      return shownAttributes.has(attributeName(node)) ? [node['value']] : [];
    case 'JSXExpressionContainer':
      return within.at(-1)?.type === 'JSXElement' ? [node['expression']] : [];
    default:
      return [];
  }
}

/** The values that an expression may have: both sides of a choice, what stands in for nothing. */
function branches(value: unknown): unknown[] {
  if (!isNode(value)) return [];
  switch (value.type) {
    case 'ConditionalExpression':
      return [value['consequent'], value['alternate']].flatMap(branches);
    case 'BinaryExpression':
      return [value['left'], value['right']].flatMap(branches);
    case 'ParenthesisExpression':
    case 'JSXExpressionContainer':
      return branches(value['expression']);
    default:
      return [value];
  }
}

/** Two words beside each other, or one that begins like a sentence: no name, no icon, no code. */
function isProse(text: string): boolean {
  const bare = text
    .replace(/\$\([\w~-]+\)/g, ' ')
    .replace(/\{\d+\}/g, ' ')
    .replace(/\bErrata\b/g, ' ');
  const fields = /\b\w+:\S+/g;
  return /\p{L}{2,} +\p{L}{2,}/u.test(bare.replace(fields, ' ')) || /^\s*\p{Lu}\p{Ll}{2,}/u.test(bare);
}

function lastName(callee: unknown): string | undefined {
  if (!isNode(callee)) return undefined;
  return callee.type === 'MemberExpression' ? nameOf(callee['property']) : nameOf(callee);
}

function attributeName(node: Node): string {
  return isNode(node['name']) ? String(node['name']['value']) : '';
}
