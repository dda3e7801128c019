import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type Edit, edit, instead } from '../edit.ts';
import { kindOfValue } from '../kinds.ts';
import type { Scene } from '../scene.ts';
import { isValue } from '../shape.ts';

/** What a function gives back: a missing `return`, `yield` or `await`, a verdict that hangs on more, a list of the wrong elements. */
export function* results(node: SyntaxNode, scene: Scene): Generator<Edit> {
  yield* missing(node, scene);
  if (node.type !== 'return_statement') {
    yield* awaited(node, scene);
    return;
  }
  const [value] = node.parts;
  if (!value) return;
  yield* verdicts(value, scene);
  yield* lists(value, scene);
  if (kindOfValue(value, scene.language) === 'list') {
    const lists = scene.visibleAt(value).filter(name => scene.is(name, 'list'));
    const built = [...lists, ...assignedCalls(value, scene)].filter(name => !occurs(name, value));
    for (const [order, name] of [...new Set(built)].slice(0, 3).entries()) {
      const join = scene.python ? `${name} + ${value.text}` : `${name}.concat(${value.text})`;
      yield instead('prepend', value, join, (inner(name, value) ? 1 : 0.6) / (1 + order * 0.3));
    }
  }
  for (const name of scene.visibleAt(value).slice(0, 6))
    if (
      !scene.language.isIdentifier(value) &&
      name !== value.text &&
      scene.is(name, kindOfValue(value, scene.language) ?? 'function')
    )
      yield instead('expression', value, name, 0.5);
}

function occurs(name: string, value: SyntaxNode): boolean {
  return value.type === 'identifier' && value.text === name;
}

function inner(name: string, value: SyntaxNode): boolean {
  return [...value.walk()].some(node => node.text === name);
}

/** Variables that hold what the function itself gave. */
function assignedCalls(value: SyntaxNode, scene: Scene): string[] {
  const own = scene.language.functionOf(value)?.name;
  const known = new Set(scene.visibleAt(value));
  return scene.bindings
    .filter(
      ({ name, value: made }) => known.has(name) && made && scene.language.call(made)?.callee.text === own,
    )
    .map(({ name }) => name);
}

function* missing(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (node.type !== 'expression_statement') return;
  const [inside] = node.parts;
  const call = inside && scene.language.call(scene.language.unwrap(inside));
  const info = scene.language.functionOf(node);
  if (!inside || !call || !info) return;
  const recursive =
    call.callee.text === info.name || scene.language.member(call.callee)?.property.text === info.name;
  const last = node.parent?.parts.at(-1) === node;
  if (!info.generator && info.kind !== 'constructor')
    yield edit(
      'return-missing',
      node,
      [insertAt(node.start, 'return ')],
      t('Return {0}.', quote(inside.text)),
      recursive ? 1 : last ? 0.5 : 0.15,
    );
  if (info.generator)
    yield edit(
      'yield-missing',
      node,
      [insertAt(node.start, scene.python ? 'yield from ' : 'yield* ')],
      t('Yield what {0} yields.', quote(inside.text)),
      recursive ? 1 : 0.4,
    );
}

function* awaited(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const info = scene.language.functionOf(node);
  const call = scene.language.call(node);
  if (node.type === 'yield') {
    const [value] = node.parts;
    if (value && scene.python && !/^yield\s+from\b/.test(node.text)) {
      const recursive = scene.language.call(value)?.callee.text === info?.name;
      yield instead('yield-missing', node, `yield from ${value.text}`, recursive ? 1 : 0.3);
    }
    return;
  }
  if (!info?.async || !call || call.constructs || /^await/.test(node.parent?.type ?? '')) return;
  if (!isValue(node) && node.parent?.type !== 'expression_statement') return;
  const own = scene.language
    .functions(scene.file.tree)
    .find(known => known.name !== '' && call.callee.text.split('.').at(-1) === known.name);
  if (own?.async === false) return;
  const held = scene.language.member(node.parent ?? node)?.object === node;
  yield instead('await-missing', node, held ? `(await ${node.text})` : `await ${node.text}`, own ? 1.3 : 0.5);
}

/** `return True` that should hang on a running value. */
function* verdicts(value: SyntaxNode, scene: Scene): Generator<Edit> {
  if (!/^(true|false)$/.test(value.type)) return;
  const { python } = scene;
  yield instead(
    'flag',
    value,
    python ? (value.type === 'true' ? 'False' : 'True') : value.type === 'true' ? 'false' : 'true',
    1,
  );
  const same = python ? '==' : '===';
  const differs = python ? '!=' : '!==';
  const counts = scene.visibleAt(value).filter(name => scene.is(name, 'number') && changes(name, scene));
  for (const name of counts.slice(0, 3)) {
    yield instead('return-condition', value, `${name} ${value.type === 'true' ? same : differs} 0`, 1);
    yield instead('return-condition', value, `${name} ${value.type === 'true' ? differs : same} 0`, 0.5);
  }
  for (const name of scene
    .visibleAt(value)
    .filter(known => scene.is(known, 'list'))
    .slice(0, 3)) {
    const empty = python ? `not ${name}` : `${name}.length === 0`;
    yield instead('return-condition', value, empty, changes(name, scene) ? 0.7 : 0.35);
  }
}

function changes(name: string, scene: Scene): boolean {
  return (
    scene.language.assignments(scene.scope, true).filter(({ target }) => target.text === name).length > 1 ||
    scene.nodes.some(node => node.type === 'update_expression' && node.child('argument')?.text === name)
  );
}

/** An empty list that should hold something: an argument of the function, or an empty list of its own. */
function* lists(value: SyntaxNode, scene: Scene): Generator<Edit> {
  const elements = /^(list|array)$/.test(value.type) ? value.parts : undefined;
  if (!elements) return;
  const [first, ...more] = elements;
  if (first && more.length === 0) {
    yield instead('return-elements', value, '[]', 0.6);
    return;
  }
  if (first) return;
  yield instead('return-elements', value, '[[]]', 0.9);
  for (const [order, name] of scene.visibleAt(value).slice(0, 4).entries())
    yield instead(
      'return-elements',
      value,
      `[${name}]`,
      (scene.is(name, 'list') ? 0.5 : 0.9) / (1 + order * 0.2),
    );
}
