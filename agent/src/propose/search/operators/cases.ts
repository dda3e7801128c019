import { t } from '@vscode/l10n';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { quote } from '../../edit/returns.ts';
import { after, before, firstStatement, ifLines, statementsOf } from '../../edit/statements.ts';
import { type Edit, edit, instead } from '../edit.ts';
import { kindOfValue } from '../kinds.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, inCondition, isBlock, wholeNumber } from '../shape.ts';

/** The ends of a recursion and of empty input: a case that is too narrow, or missing at the start of a function. */
export function* cases(node: SyntaxNode, scene: Scene): Generator<Edit> {
  yield* widened(node);
  if (node === scene.language.functionOf(node)?.node) yield* emptyInput(node, scene);
}

/** `len(x) == 0` → `len(x) <= 1`, `n === 1` → `n <= 0`: another relation to another number. */
function* widened(node: SyntaxNode): Generator<Edit> {
  const binary = binaryOf(node);
  if (!binary || !/^(===?|[<>]=?)$/.test(binary.operator.type) || !inCondition(node)) return;
  const value = wholeNumber(binary.right);
  if (value === undefined || value > 2) return;
  const equal = binary.operator.type.startsWith('=');
  const length = /^len\(|\.length$/.test(binary.left.text);
  const write = (relation: string, share: number) =>
    instead('length-case', node, `${binary.left.text} ${relation}`, share);
  if (equal && value === 0) {
    yield write('<= 1', length ? 1 : 0.6);
    yield write('< 0', length ? 0 : 0.2);
  }
  if (equal && value > 0) {
    yield write(`<= ${value - 1}`, 0.4);
    yield write(`< ${value + 2}`, 0.25);
  }
}

function* emptyInput(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const info = scene.language.functionOf(node);
  const first = info && firstStatement(info);
  if (!info || !first || info.generator) return;
  const leading = statementsOf(info);
  const returned = scene.language.returns(info).flatMap(({ value }) => value ?? []);
  const [result] = returned;
  if (!result) return;
  for (const { name } of info.parameters) {
    if (!scene.is(name, 'list') && !scene.is(name, 'text')) continue;
    if (first.type === 'if_statement' && first.child('condition')?.text.includes(name)) continue;
    const text = scene.is(name, 'text') && !scene.is(name, 'list');
    const condition = scene.python ? `not ${name}` : text ? `!${name}` : `${name}.length === 0`;
    const built = leading.find(statement => declares(statement, result.text, scene));
    if (built) {
      const edits = [after(built, ifLines(condition, `return ${result.text}`, scene.file), scene.file)];
      yield edit(
        'base-case',
        built,
        edits,
        t('Return {0} when {1} is empty.', quote(result.text), quote(name)),
      );
    }
    const place = behind(leading, first);
    for (const [order, value] of answers(returned, name, scene).entries()) {
      const lines = ifLines(condition, `return ${value}`, scene.file);
      const explanation = t('Return {0} when {1} is empty.', quote(value), quote(name));
      yield edit('base-case', place, [before(place, lines, scene.file)], explanation, 1 / (1 + order * 0.4));
    }
  }
}

/** The first statement behind the cases that a function settles at its start: what they answer stays as it is. */
function behind(leading: readonly SyntaxNode[], first: SyntaxNode): SyntaxNode {
  const at = leading.indexOf(first);
  const settles = (node: SyntaxNode) => {
    const then =
      node.type === 'if_statement' && !node.child('alternative') ? node.child('consequence') : undefined;
    const last = isBlock(then) ? then.parts.at(-1) : then;
    return last !== undefined && /^(return|raise|throw)_/.test(last.type);
  };
  return leading.slice(at).find(node => !settles(node)) ?? first;
}

/** What stands for nothing among the results of a function, likeliest first. */
function answers(returned: readonly SyntaxNode[], name: string, scene: Scene): string[] {
  const kinds = new Set(
    returned.map(value => kindOfValue(value, scene.language) ?? kindOfName(value, scene)),
  );
  const found: string[] = [];
  if (kinds.has('number')) found.push('0');
  if (kinds.has('list')) found.push('[]', name);
  if (kinds.has('text')) found.push("''");
  if (kinds.has('flag')) found.push(...(scene.python ? ['False', 'True'] : ['false', 'true']));
  if (kinds.has('map')) found.push('{}');
  return [...found, scene.python ? 'None' : 'null'].slice(0, 3);
}

function kindOfName(value: SyntaxNode, scene: Scene) {
  return [...scene.kindsOf(value.text)][0];
}

function declares(statement: SyntaxNode, name: string, scene: Scene): boolean {
  const empty = /^(\[\]|\{\}|0|''|""|\w+\(\))$/;
  return scene.language
    .assignments(statement)
    .some(({ target, value }) => target.text === name && value !== undefined && empty.test(value.text));
}
