import type { SyntaxNode } from '../../../language/syntax.ts';
import type { Binding } from '../bindings.ts';
import { kindOfAssigned } from '../kinds.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, isLoop } from '../shape.ts';

/** A statement that a function seems to lack. */
export interface Missing {
  statement: string;
  /** Names that must have a value where it stands. */
  needs: readonly string[];
  share: number;
  /** The question whose answer never changes without it. */
  check?: SyntaxNode;
  /** The loop that it has to stand in. */
  loop?: SyntaxNode;
  target?: string;
  /** Holds what a loop left over. */
  leftover?: boolean;
}

const known = {
  remembered: new WeakMap<Scene, Missing[]>(),
  carried: new WeakMap<Scene, Missing[]>(),
  listed: new WeakMap<Scene, Missing[]>(),
};

function once(cache: WeakMap<Scene, Missing[]>, find: (scene: Scene) => Missing[]) {
  return (scene: Scene): readonly Missing[] => {
    let found = cache.get(scene);
    if (!found) {
      found = find(scene);
      cache.set(scene, found);
    }
    return found;
  };
}

const fills = /^(add|append|push|set|insert|unshift|extend|appendleft|setdefault|update)$/;

/** Whether something is put into a collection anywhere in the function. */
function filled(name: string, scene: Scene): boolean {
  return scene.usesOf(name).some(use => {
    const member = scene.language.member(use.parent ?? use);
    if (member?.object === use) return fills.test(member.property.text);
    const element = use.parent && scene.language.subscript(use.parent)?.object === use;
    return element === true && use.parent?.field === 'left';
  });
}

/** `seen.add(x)` where `x in seen` is asked and nothing is ever put into `seen`. */
export const remembered = once(known.remembered, scene => {
  const found: Missing[] = [];
  for (const node of scene.nodes) {
    const asked = membership(node, scene);
    if (!asked || !scene.language.isIdentifier(asked.collection) || !scene.language.isIdentifier(asked.item))
      continue;
    const [collection, item] = [asked.collection.text, asked.item.text];
    found.push(...results(node, collection, item, scene));
    const list = scene.is(collection, 'list') && !scene.is(collection, 'set');
    const method = list && !node.text.includes('.has(') ? (scene.python ? 'append' : 'push') : 'add';
    const local = scene.bindings.some(({ name, parameter }) => name === collection && !parameter);
    if (!local || (scene.is(collection, 'map') && !scene.is(collection, 'set'))) continue;
    const share = filled(collection, scene) ? 0.3 : 1.5;
    found.push({
      statement: `${collection}.${method}(${item})`,
      needs: [collection, item],
      share,
      check: node,
    });
  }
  return found;
});

function membership(
  node: SyntaxNode,
  scene: Scene,
): { item: SyntaxNode; collection: SyntaxNode } | undefined {
  const binary = binaryOf(node);
  if (binary && /^(in|not in)$/.test(binary.operator.type))
    return { item: binary.left, collection: binary.right };
  const call = scene.language.call(node);
  const member = call && scene.language.member(call.callee);
  const [item] = call?.arguments ?? [];
  if (!member || !item || !/^(has|includes)$/.test(member.property.text)) return undefined;
  return { item, collection: member.object };
}

/** `last = x`, `i += 1` where a loop reads a variable from before it that it never changes. */
export const carried = once(known.carried, scene => {
  const found: Missing[] = [];
  for (const loop of scene.nodes.filter(isLoop)) {
    const body = loop.child('body');
    if (!body) continue;
    const assigned = scene.language
      .assignments(loop)
      .filter(({ target }) => scene.language.isIdentifier(target));
    const changed = new Set(assigned.map(({ target }) => target.text));
    const stepped = [...loop.walk()]
      .filter(node => node.type === 'update_expression')
      .map(node => node.child('argument')?.text);
    for (const { name, value, within, parameter } of scene.bindings) {
      if (!value || parameter || !within.contains(loop) || changed.has(name) || stepped.includes(name))
        continue;
      const uses = scene.usesOf(name).filter(use => loop.contains(use));
      if (uses.length === 0 || value.end > loop.start) continue;
      const started =
        scene.language.isNothing(value) || /^(0|1|True|False|true|false|-1|''|"")$/.test(value.text);
      const asked = uses.some(use => !body.contains(use));
      if (!started && !asked) continue;
      if (scene.is(name, 'number') && asked)
        for (const step of ['+= 1', '-= 1'])
          found.push({
            statement: `${name} ${step}`,
            needs: [name],
            share: step === '+= 1' ? 1.3 : 0.8,
            loop,
            target: name,
          });
      for (const other of changed) {
        const share = scene.language.isNothing(value) ? 1.3 : scene.alike(name, other);
        found.push({
          statement: `${name} = ${other}`,
          needs: [name, other],
          share: share * 0.9,
          loop,
          target: name,
        });
      }
    }
  }
  return found;
});

/** `xs.append(x)`: what the function does to one of its lists, done with another value or to another list. */
export const listed = once(known.listed, scene => {
  const method = scene.python ? 'append' : 'push';
  const made = ({ assignment }: Binding) =>
    assignment && kindOfAssigned(assignment, scene.language) === 'list';
  const lists = new Set(scene.bindings.filter(made).map(({ name }) => name));
  const statements = new Map<string, Missing>();
  for (const list of lists) {
    const emptied = scene
      .usesOf(list)
      .some(use =>
        /^(pop|shift|popleft)$/.test(scene.language.member(use.parent ?? use)?.property.text ?? ''),
      );
    const full = filled(list, scene);
    if (!full && !emptied && scene.usesOf(list).length === 0) continue;
    const habit = full ? 0.7 : 1.4;
    for (const { name, parameter, assignment } of scene.bindings) {
      if (name === list || lists.has(name)) continue;
      const loop = assignment?.kind === 'element' || assignment?.kind === 'destructure';
      const share = habit * (loop ? 1 : parameter ? 0.7 : 0.6) * (scene.is(name, 'function') ? 0.1 : 1);
      const statement = `${list}.${method}(${name})`;
      const known = statements.get(statement);
      if (!known || known.share < share)
        statements.set(statement, {
          statement,
          needs: [list, name],
          share,
          leftover: isLeftover(name, scene),
        });
    }
  }
  return [...statements.values()].sort((a, b) => b.share - a.share).slice(0, 12);
});

/** `memo[x] = result` where `x in memo` is asked, `memo[x]` is read, and nothing is ever kept in it. */
function results(check: SyntaxNode, collection: string, item: string, scene: Scene): Missing[] {
  if (filled(collection, scene)) return [];
  const read = scene.usesOf(collection).some(use => {
    const { parent } = use;
    return (
      parent !== undefined &&
      (scene.language.subscript(parent)?.object === use ||
        scene.language.member(parent)?.property.text === 'get')
    );
  });
  if (!read) return [];
  const own = scene.bindings.filter(
    ({ parameter, name }) => !parameter && name !== item && name !== collection,
  );
  const map = check.text.includes('.has(');
  return own.map(({ name }) => ({
    statement: map ? `${collection}.set(${item}, ${name})` : `${collection}[${item}] = ${name}`,
    needs: [collection, item, name],
    share: 1.5,
    check,
  }));
}

/** Whether a variable from before a loop gets another value in it. */
function isLeftover(name: string, scene: Scene): boolean {
  const bound = scene.bindings.filter(binding => binding.name === name);
  const loops = scene.nodes.filter(isLoop);
  const inside = (node: SyntaxNode) => loops.some(loop => loop.contains(node));
  return bound.some(({ node }) => inside(node)) && bound.some(({ node }) => !inside(node));
}
