import type { ClassInfo, FunctionInfo } from '../language.ts';
import type { SyntaxNode, Tree } from '../syntax.ts';
import type { Description } from './description.ts';
import { parametersOf } from './parameters.ts';

interface Scope {
  readonly name: string;
  readonly kind: 'file' | 'module' | 'class' | 'function';
  readonly className?: string;
  /** Ruby's `class << self`. */
  readonly static?: boolean;
}

interface Found {
  readonly functions: FunctionInfo[];
  readonly classes: ClassInfo[];
}

/** Functions and classes of a tree, found in one pass. */
export function outlineOf(description: Description): (tree: Tree) => Found {
  const known = new WeakMap<Tree, Found>();
  return tree => {
    let found = known.get(tree);
    if (!found) {
      found = gather(tree, description);
      known.set(tree, found);
    }
    return found;
  };
}

function gather(tree: Tree, description: Description): Found {
  const found: Found = { functions: [], classes: [] };
  const stack: { node: SyntaxNode; scope: Scope }[] = [
    { node: tree.root, scope: { name: '', kind: 'file' } },
  ];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node } = next;
    const scope = node.named ? scopeOf(node, next.scope, description, found) : next.scope;
    for (let at = node.children.length - 1; at >= 0; at--) {
      const child = node.children[at];
      if (child) stack.push({ node: child, scope });
    }
  }
  return found;
}

/** The scope that the children of a node stand in; notes the node when it is a function or class. */
function scopeOf(node: SyntaxNode, outer: Scope, description: Description, found: Found): Scope {
  const { separators } = description;
  const kind = description.functions.get(node.type);
  const given = typeof kind === 'function' ? kind(node) : kind;
  if (given !== undefined) {
    const info = functionInfo(node, given, outer, description);
    found.functions.push(info);
    return given === 'block' ? outer : { name: info.qualifiedName || outer.name, kind: 'function' };
  }
  const adds = description.extensions?.has(node.type) === true;
  const isClass = adds || description.classes.has(node.type);
  if (!isClass && description.modules?.has(node.type) !== true) return outer;
  const name = description.nameOf?.(node) ?? node.child('name')?.text;
  if (name === undefined) return node.type === 'singleton_class' ? { ...outer, static: true } : outer;
  // A class without a name, such as one made on the spot, goes by what is around it.
  const qualified = name
    ? join(outer, outer.kind === 'function' ? separators.inner : separators.scope, name)
    : outer.name;
  if (!isClass) return { name: qualified, kind: 'module' };
  const className = name.split(separators.scope).at(-1) ?? name;
  if (name && !adds) {
    const bases = basesOf(node, description);
    found.classes.push({ name: className, qualifiedName: qualified, bases, node, line: node.line });
  }
  return { name: qualified, kind: 'class', className };
}

function functionInfo(
  node: SyntaxNode,
  kind: FunctionInfo['kind'],
  outer: Scope,
  description: Description,
): FunctionInfo {
  const name = description.nameOf?.(node) ?? node.child('name')?.text ?? variableOf(node) ?? '';
  const owner = description.ownerOf?.(node) ?? (outer.kind === 'class' ? outer.className : undefined);
  const body = description.bodyOf?.(node) ?? node.child('body');
  const returnType = description.returnTypes?.map(field => node.child(field)).find(Boolean);
  const inClass = outer.kind === 'class' || owner !== undefined;
  const own = inClass && (outer.static === true || description.isStatic(node));
  return {
    name,
    qualifiedName: name ? qualified(name, outer, owner, own, description) : '',
    ...(owner ? { className: owner } : {}),
    kind:
      kind === 'function' && inClass
        ? description.constructors?.has(name)
          ? 'constructor'
          : 'method'
        : kind,
    parameters: parametersOf(node, description.notParameters),
    startLine: node.line,
    endLine: node.endLine,
    exported:
      name !== '' && outer.kind !== 'function' && description.isExported(node, name) ? 'named' : false,
    async: description.isAsync?.(node) ?? false,
    generator: body !== undefined && yields(body, description),
    static: own,
    ...(returnType ? { returnType: returnType.text } : {}),
    node,
    ...(body ? { body } : {}),
  };
}

function qualified(
  name: string,
  outer: Scope,
  owner: string | undefined,
  own: boolean,
  { separators }: Description,
): string {
  if (outer.kind === 'class') return join(outer, own ? separators.static : separators.method, name);
  if (owner !== undefined) return owner + separators.method + name;
  return join(outer, outer.kind === 'module' ? separators.scope : separators.inner, name);
}

function basesOf(node: SyntaxNode, { bases }: Description): string[] {
  const parts = node.children.filter(child => bases?.has(child.type)).flatMap(child => child.parts);
  // What is given to a class is no part of its name; nor are the modules before it.
  return parts.flatMap(
    part => /([\p{L}_][\p{L}\p{N}_]*)$/u.exec(part.text.replace(/[<(].*$/s, ''))?.[1] ?? [],
  );
}

function join(outer: Scope, separator: string, name: string): string {
  return outer.name ? outer.name + separator + name : name;
}

/** The variable or field that a function is given to. */
function variableOf(node: SyntaxNode): string | undefined {
  const { parent } = node;
  if (!parent || !/declarat|assignment|property_element|static_item|const_item/.test(parent.type))
    return undefined;
  const target = parent.child('name') ?? parent.child('pattern') ?? parent.child('left');
  return target && target !== node ? /[\p{L}_][\p{L}\p{N}_]*$/u.exec(target.text)?.[0] : undefined;
}

function yields(body: SyntaxNode, { yields: types, functions }: Description): boolean {
  if (types === undefined) return false;
  for (const node of body.walk(inner => !functions.has(inner.type))) if (types.has(node.type)) return true;
  return false;
}
