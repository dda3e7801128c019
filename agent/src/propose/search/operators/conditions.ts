import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Edit, instead } from '../edit.ts';
import type { Scene } from '../scene.ts';
import { binaryOf, conditionOf, isBlock, operand } from '../shape.ts';

const mostAtoms = 8;

/** A condition the other way round, with a part less, or with one more that the scope suggests. */
export function* conditions(node: SyntaxNode, scene: Scene): Generator<Edit> {
  const condition = conditionOf(node);
  if (!condition) return;
  if (/^(true|True|1)$/.test(condition.text)) {
    yield* endings(node, condition, scene);
    return;
  }
  yield instead('negation', condition, negated(condition, scene));
  yield* lessened(condition);
  yield* joined(condition, scene);
}

function negated(condition: SyntaxNode, { python }: Scene): string {
  const negation = /^(not_operator|unary_expression)$/.test(condition.type);
  const inner = condition.child('argument');
  if (negation && inner && /^(not\b|!)/.test(condition.text)) {
    return inner.type === 'parenthesized_expression' ? inner.text.slice(1, -1) : inner.text;
  }
  return (python ? 'not ' : '!') + operand(condition);
}

/** Each side of a compound condition alone. */
function* lessened(condition: SyntaxNode): Generator<Edit> {
  const binary = binaryOf(condition);
  if (binary?.family !== 'logical') return;
  yield instead('condition-less', condition, binary.left.text);
  yield instead('condition-less', condition, binary.right.text);
  for (const side of [binary.left, binary.right]) yield* lessened(side);
}

/** What a loop without an end may go on for: the collection that is taken from in it, or a variable that it moves on. */
function* endings(loop: SyntaxNode, condition: SyntaxNode, scene: Scene): Generator<Edit> {
  const body = loop.child('body');
  if (!body) return;
  const names = scene.visibleAt(loop).filter(name => scene.usesOf(name).some(use => body.contains(use)));
  const ranked = names
    .map(name => ({ name, share: drained(name, body) ? 1 : movedOn(name, body, scene) ? 0.6 : 0.25 }))
    .sort((a, b) => b.share - a.share);
  for (const { name, share } of ranked.slice(0, 4)) {
    const list = scene.is(name, 'list') && !scene.python;
    yield instead('endless-loop', condition, list ? `${name}.length > 0` : name, share);
  }
}

function drained(name: string, body: SyntaxNode): boolean {
  return new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}\\.(pop|popleft|shift|splice|get)\\(`).test(
    body.text,
  );
}

function movedOn(name: string, body: SyntaxNode, scene: Scene): boolean {
  return scene.language.assignments(body).some(({ target }) => target.text === name);
}

/** The condition joined with another that the names in it and around it suggest. */
function* joined(condition: SyntaxNode, scene: Scene): Generator<Edit> {
  const { python } = scene;
  const binary = binaryOf(condition);
  const mixed = binary?.family === 'logical' ? binary.operator.type : undefined;
  const [and, or] = python ? ['and', 'or'] : ['&&', '||'];
  const whole = (word: string) =>
    mixed !== undefined && mixed !== word ? `(${condition.text})` : condition.text;
  let order = 0;
  for (const atom of atomsFor(condition, scene).slice(0, mostAtoms)) {
    const share = atom.share / (1 + order++ * 0.1);
    const { missing, present } = atom;
    const join = (text: string, likely: number) => instead('condition-more', condition, text, share * likely);
    if (atom.leads) {
      yield join(`${missing} ${or} ${whole(or)}`, 1);
      yield join(`${present} ${and} ${whole(and)}`, 1);
    } else {
      yield join(`${whole(or)} ${or} ${missing}`, leaves(condition) ? 1 : 0.5);
      yield join(`${whole(and)} ${and} ${present}`, leaves(condition) ? 0.5 : 0.8);
    }
  }
}

interface Atom {
  missing: string;
  present: string;
  /** Has to be asked first: the condition cannot be worked out without it. */
  leads: boolean;
  share: number;
}

function atomsFor(condition: SyntaxNode, scene: Scene): Atom[] {
  const { language, python } = scene;
  const atoms: Atom[] = [];
  const said = condition.text;
  const add = (name: string, leads: boolean, share: number) => {
    const nothing = python ? `${name} is None` : `!${name}`;
    const list = scene.is(name, 'list') && !scene.is(name, 'object');
    const missing = list ? (python ? `not ${name}` : `${name}.length === 0`) : nothing;
    const present = list ? (python ? name : `${name}.length > 0`) : python ? `${name} is not None` : name;
    if (!atoms.some(atom => atom.missing === missing)) atoms.push({ missing, present, leads, share });
  };
  for (const node of condition.walk()) {
    const object = (language.member(node) ?? language.subscript(node))?.object;
    if (object && language.isIdentifier(object) && !language.isSelf(object)) add(object.text, true, 1);
  }
  for (const { name, value } of scene.bindings)
    if (value && language.isNothing(value) && scene.usesOf(name).some(use => condition.contains(use)))
      add(name, true, 1);
  for (const name of scene.visibleAt(condition)) {
    if (new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(said)) continue;
    const kinds = scene.kindsOf(name);
    if (kinds.has('list') || kinds.has('object')) add(name, false, isChecked(name, scene) ? 0.35 : 0.6);
    else if (kinds.has('flag'))
      atoms.push({ missing: python ? `not ${name}` : `!${name}`, present: name, leads: false, share: 0.6 });
    else if (kinds.has('number'))
      atoms.push({
        missing: `${name} ${python ? '==' : '==='} 0`,
        present: `${name} > 0`,
        leads: false,
        share: 0.35,
      });
  }
  return atoms;
}

function isChecked(name: string, scene: Scene): boolean {
  return scene.usesOf(name).some(use => use.parent !== undefined && conditionOf(use.parent) === use);
}

/** Whether what hangs on a condition leaves the function at once: it is a case that is dealt with on its own. */
function leaves(condition: SyntaxNode): boolean {
  const around = [...condition.ancestors()].find(node => /^(if_statement|elif_clause)$/.test(node.type));
  const then = around?.child('consequence');
  const first = isBlock(then) ? then.parts[0] : then;
  return first !== undefined && /^(return|raise|throw|continue|break)_/.test(first.type);
}
