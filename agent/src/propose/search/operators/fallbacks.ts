import type { SyntaxNode } from '../../../language/syntax.ts';
import { layoutOf } from '../../edit/layout.ts';
import { type Edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, isValue } from '../shape.ts';

/** What JavaScript takes where something is not given: a part of a value or the whole, what a caller gave or what is usual. */
export function* fallbacks(node: SyntaxNode, scene: Scene): Generator<Edit> {
  if (scene.python) return;
  yield* wholeOrPart(node, scene);
  yield* givenFirst(node, scene);
}

/** `x.text || x` is wrong where the text is empty: what tells the two forms apart is the type of `x`. */
function* wholeOrPart(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const binary = binaryOf(node);
  if (binary?.operator.type !== '||') return;
  const { left, right } = binary;
  if (scene.language.member(left)?.object.text !== right.text || !/^[\w$.]+$/.test(right.text)) return;
  const { quote } = layoutOf(scene.file);
  const is = (type: string) => `typeof ${right.text} === ${quote}${type}${quote}`;
  yield instead('logical', node, `${is('object')} ? ${left.text} : ${right.text}`, 1.2);
  yield instead('logical', node, `${is('string')} ? ${right.text} : ${left.text}`, 1.1);
}

/** An argument that is worked out although a parameter that may be left out could say it. */
function* givenFirst(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const { language, file } = scene;
  const inArguments = node.parent?.type === 'arguments';
  if (!inArguments || !isValue(node) || language.call(node) === undefined) return;
  for (const name of parametersAround(node, scene)) {
    const escaped = name.replaceAll('$', '\\$');
    const asked = new RegExp(`(?<![\\w$.])${escaped} (?:\\|\\||\\?\\?) |\\[${escaped}[\\]=]`).test(file.text);
    if (asked && !new RegExp(`(?<![\\w$.])${escaped}(?![\\w$])`).test(node.text))
      yield instead('expression', node, `${name} || ${node.text}`, 2);
  }
}

function parametersAround(node: SyntaxNode, { language, scope }: Scene): string[] {
  const found: string[] = [];
  for (let info = language.functionOf(node); info; ) {
    found.push(...info.parameters.flatMap(known => (known.destructured || known.rest ? [] : known.name)));
    const around = info.node.parent;
    info = info.node === scope || around === undefined ? undefined : language.functionOf(around);
  }
  return [...new Set(found)];
}
