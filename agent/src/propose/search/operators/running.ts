import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { after, before } from '../../edit/statements.ts';
import { type Edit, edit } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { isLoop, isStatement } from '../shape.ts';

const records = /\.(push|unshift|add|set)$/;
const emptied = /^(''|""|``|\[\]|\{\}|0|1|null|undefined|new (Map|Set)\(\))$/;
const inOrder = /\[|\.(shift|pop|at|slice)\(/;

/** What goes on from turn to turn of a loop in JavaScript: a sum that is begun anew, a value or a flag that is not. */
export function* running(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (scene.python) return;
  if (node.type === 'assignment_expression') yield* summed(node);
  if (!isStatement(node)) return;
  if (node.type === 'expression_statement') yield* reset(node, scene);
  yield* turned(node, scene);
  yield* sorted(node, scene);
}

/** `sum = x` → `sum += x` in a loop, or in what is called for each element. */
function* summed(node: SyntaxNode): Generator<Edit> {
  const [target, value] = [node.child('left'), node.child('right')];
  const repeated = node.ancestor('for_statement', 'for_in_statement', 'while_statement', 'arrow_function');
  if (!target || !value || !repeated || value.text.includes(target.text)) return;
  if (/^(string|array|object|true|false|new_expression|unary_expression)$/.test(value.type)) return;
  for (const [sign, share] of [
    ['+=', 0.9],
    ['-=', 0.35],
    ['*=', 0.35],
  ] as const) {
    const text = `${target.text} ${sign} ${value.text}`;
    const explanation = t('Write {0} instead of {1}.', quote(text), quote(node.text));
    yield edit('arithmetic', node, [replace(node, text)], explanation, share);
  }
}

/** What was put together in a loop is begun anew once it is recorded. */
function* reset(node: SyntaxNode, { language, scope, file }: Scene): Generator<Edit> {
  const [inside] = node.parts;
  const call = inside && language.call(inside);
  const [only] = call?.arguments ?? [];
  if (!call || !only || !records.test(call.callee.text) || !language.isIdentifier(only)) return;
  const loop = [...node.ancestors()].find(isLoop);
  const made = language
    .assignments(scope)
    .find(({ target, value }) => target.text === only.text && value && emptied.test(value.text));
  if (!loop || !made?.value || made.statement.start > loop.start) return;
  const text = `${only.text} = ${made.value.text}`;
  const explanation = t('Add {0} after {1}.', quote(text), quote(node.text));
  yield edit('insert-assign', node, [after(node, [`${text};`], file)], explanation, 0.9);
}

/** A flag that a loop asks for and never changes. */
function* turned(node: SyntaxNode, { language, scope, file, nodes }: Scene): Generator<Edit> {
  const block = node.parent;
  const loop = block?.parent;
  if (!loop || !isLoop(loop) || block.parts.at(-1) !== node) return;
  for (const { target, value } of language.assignments(scope, true)) {
    if (!value || !/^(true|false)$/.test(value.type) || target.start > loop.start) continue;
    const used = nodes.filter(part => language.isIdentifier(part) && part.text === target.text);
    const changed = language.assignments(loop).some(each => each.target.text === target.text);
    if (changed || !used.some(part => loop.contains(part))) continue;
    const text = `${target.text} = !${target.text}`;
    const explanation = t('Add {0} after {1}.', quote(text), quote(node.text));
    yield edit('insert-assign', node, [after(node, [`${text};`], file)], explanation, 0.9);
  }
}

/** A list of numbers that is read by its places is put in order first. */
function* sorted(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language, file } = scene;
  const info = language.functionOf(node);
  if (!info || node.parent !== info.node.child('body')) return;
  for (const name of scene.visibleAt(node)) {
    if (!scene.is(name, 'list') || scene.usesOf(name).some(use => /\.sort$/.test(use.parent?.text ?? '')))
      continue;
    const first = node.parent?.parts.find(part => {
      const use = scene
        .usesOf(name)
        .find(each => part.contains(each) && inOrder.test(each.parent?.text ?? ''));
      return use !== undefined;
    });
    if (first !== node) continue;
    const text = `${name}.sort((a, b) => a - b);`;
    const explanation = t('Add {0} before {1}.', quote(text), quote(node.text));
    yield edit('insert-assign', node, [before(node, [text], file)], explanation, 0.5);
  }
}
