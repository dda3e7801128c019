import { argumentsOf, isNode, literalOf, type Node, nameOf, nodesOf } from './syntax.ts';

/** What a file gives to the translation, and where that cannot work. */
export interface Messages {
  readonly messages: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Every message that a file gives to `t`, under whatever name it goes by there: `vscode.l10n.t`, an import, a constant that
 * holds it, a parameter or property of type `Translate`. `late` where the words are loaded only after the modules are.
 */
export function messagesIn(path: string, text: string, { late }: { late: boolean }): Messages {
  const nodes = [...nodesOf(path, text)];
  const names = new Set(['t', ...nodes.flatMap(({ node }) => translatorsIn(node))]);
  const messages: string[] = [];
  const problems: string[] = [];
  for (const { node, within } of nodes) {
    if (node.type === 'TaggedTemplateExpression' && names.has(calledName(node['tag']) ?? ''))
      problems.push(`${path}: t is used as a tag; give it a message with {0}`);
    if (node.type !== 'CallExpression' || !names.has(calledName(node['callee']) ?? '')) continue;
    const [first, ...values] = argumentsOf(node);
    const literal = literalOf(first);
    if (literal === undefined || literal.values > 0) {
      const what = literal ? `, “${literal.text}”` : '';
      problems.push(`${path}: t is given something other than a literal${what}`);
      continue;
    }
    const { text: message } = literal;
    messages.push(message);
    const wanted = placeholders(message);
    if (wanted.length !== values.length || wanted.some((name, at) => name !== String(at)))
      problems.push(`${path}: “${message}” is given ${values.length} values`);
    if (late && !within.some(isFunction))
      problems.push(`${path}: “${message}” is asked for when the module is loaded, before its words are`);
  }
  return { messages, problems };
}

/** The names of the values that go into a message, in order, each once. */
export function placeholders(message: string): string[] {
  return [...new Set([...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))].toSorted();
}

/** The names under which a declaration makes the translation known. */
function translatorsIn(node: Node): string[] {
  if (node.type === 'VariableDeclarator' && calledName(node['init']) === 't') return known(node['id']);
  if (node.type === 'ImportSpecifier' && nameOf(node['imported'] ?? node['local']) === 't')
    return known(node['local']);
  if (node.type === 'Identifier' && isTranslate(node['typeAnnotation'])) return known(node);
  if (isTranslate(node['typeAnnotation'])) return known(node['key']);
  return [];
}

function known(node: unknown): string[] {
  return [nameOf(node)].filter(name => name !== undefined);
}

function calledName(callee: unknown): string | undefined {
  if (!isNode(callee)) return undefined;
  return callee.type === 'MemberExpression' ? nameOf(callee['property']) : nameOf(callee);
}

function isTranslate(annotation: unknown): boolean {
  if (!isNode(annotation) || !isNode(annotation['typeAnnotation'])) return false;
  return nameOf(annotation['typeAnnotation']['typeName']) === 'Translate';
}

function isFunction({ type }: Node): boolean {
  return /^(?:ArrowFunctionExpression|FunctionExpression|FunctionDeclaration|ClassMethod|PrivateMethod|MethodProperty|GetterProperty|Constructor|ClassProperty|PrivateProperty)$/.test(
    type,
  );
}
