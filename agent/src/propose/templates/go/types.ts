import type { SourceFile, SourceIndex } from '../../../diagnose/sources.ts';
import { classNamed } from '../../../diagnose/trace/definitions.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { fieldType } from '../../edit/go-types.ts';

/** The written type of an expression: of a variable, a field of a struct, an element of a map or slice. */
export async function goTypeOf(
  node: SyntaxNode,
  file: SourceFile,
  index: SourceIndex,
): Promise<string | undefined> {
  const { language } = file;
  const subscript = language.subscript(node);
  if (subscript) {
    const holder = await goTypeOf(subscript.object, file, index);
    return holder === undefined ? undefined : elementType(holder);
  }
  const member = language.member(node);
  if (member) {
    const holder = await goTypeOf(member.object, file, index);
    const name = holder?.replace(/^\*/, '').split('.').at(-1)?.replace(/\[.*$/s, '');
    const owner = name ? await classNamed(name, file, index) : undefined;
    return owner ? fieldType(owner.node, member.property.text) : undefined;
  }
  if (!language.isIdentifier(node)) return undefined;
  return nameType(node, file);
}

function nameType(node: SyntaxNode, file: SourceFile): string | undefined {
  const { language, tree } = file;
  const info = language.functionOf(node);
  const parameter = info?.parameters.find(known => known.name === node.text);
  if (parameter) return parameter.type ?? parameter.node.child('type')?.text;
  const receiver = info?.node.child('receiver')?.parts[0];
  if (receiver?.child('name')?.text === node.text) return receiver.child('type')?.text;
  const scopes = [...(info?.body ? [info.body] : []), tree.root];
  for (const scope of scopes) {
    for (const found of language.assignments(scope)) {
      if (found.target.text !== node.text) continue;
      const spec = found.target.parent?.child('type')?.text;
      if (spec) return spec;
      const value = found.value ? language.unwrap(found.value) : undefined;
      const made = value?.type === 'composite_literal' ? value.child('type')?.text : undefined;
      if (made) return made;
      const call = value ? language.call(value) : undefined;
      if (call?.callee.text === 'make' && call.arguments[0]) return call.arguments[0].text;
      if (call?.callee.text === 'new' && call.arguments[0]) return `*${call.arguments[0].text}`;
    }
  }
  return undefined;
}

/** What a map, slice or array of this type holds. */
function elementType(type: string): string | undefined {
  if (/^\*?\[\d*\]/.test(type)) return type.replace(/^\*?\[\d*\]/, '');
  if (!type.startsWith('map[')) return undefined;
  let depth = 0;
  for (let at = 3; at < type.length; at++) {
    if (type[at] === '[') depth += 1;
    if (type[at] === ']') depth -= 1;
    if (depth === 0) return type.slice(at + 1);
  }
  return undefined;
}
