import type { SourceFile } from '../../diagnose/sources.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { insertAt, type Patch, replace, type TextEdit } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { namesInScope } from '../templates/names.ts';

/** Operators that are confused with one another, likeliest first. */
const confused: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>'],
  '<=': ['<', '>='],
  '>': ['>=', '<'],
  '>=': ['>', '<='],
  '==': ['!='],
  '!=': ['=='],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&', '??'],
  and: ['or'],
  or: ['and'],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*', '//'],
  '//': ['/'],
  '^': ['&', '|'],
};

const mostNames = 6;

/** Single edits to the code of one line, likeliest first. */
export function mutationsOf(line: number, file: SourceFile): Patch[] {
  const { language, tree } = file;
  const patches: Patch[] = [];
  const add = (edits: TextEdit[], explanation: string, weight: number) =>
    patches.push({ file, edits, explanation, weight });
  for (const node of tree.nodesOn(line)) {
    const operator = /binary|boolean|comparison/.test(node.type)
      ? node.children.find(child => !child.named && confused[child.type])
      : undefined;
    for (const other of operator ? (confused[operator.type] ?? []) : []) {
      if (
        operator &&
        ((other !== '//' && other !== '??') || (other === '//') === (language.family === 'python'))
      ) {
        add(
          [replace(operator, other)],
          `Use \`${other}\` instead of \`${operator.type}\` in ${quote(node.text)}.`,
          /[<>]/.test(other) ? 0.9 : 0.6,
        );
      }
    }
    if (/^(number|integer)$/.test(node.type) && /^\d+$/.test(node.text)) {
      const value = Number(node.text);
      for (const near of [value + 1, value - 1])
        if (near >= 0) add([replace(node, String(near))], `Use ${near} instead of ${value}.`, 0.6);
    }
    const index = language.subscript(node)?.index;
    if (index && index.type !== 'slice' && language.string(index) === undefined) {
      for (const step of ['- 1', '+ 1'])
        add(
          [insertAt(index.end, ` ${step}`)],
          `Take the element at ${quote(`${index.text} ${step}`)}.`,
          0.65,
        );
    }
    const call = language.call(node);
    const [first, second] = call?.arguments ?? [];
    if (first && second && !/keyword|spread|splat/.test(first.type + second.type)) {
      add(
        [replace(first, second.text), replace(second, first.text)],
        `Swap the first two arguments of ${quote(call?.callee.text ?? '')}.`,
        0.55,
      );
    }
    if (node.type === 'if_statement' || node.type === 'while_statement') patches.push(...negated(node, file));
    if (language.isIdentifier(node) && isUse(node)) {
      for (const name of onlyUse(node, file) ? [] : similarNames(node, file))
        add([replace(node, name)], `Use \`${name}\` instead of \`${node.text}\`.`, 0.5);
    }
    if (node.type === 'expression_statement' && call === undefined && language.call(node.parts[0] ?? node)) {
      add([insertAt(node.start, 'return ')], `Return ${quote(node.text)}.`, 0.5);
    }
  }
  return patches.sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0));
}

function negated(node: SyntaxNode, file: SourceFile): Patch[] {
  const condition = node.child('condition');
  if (!condition) return [];
  const python = file.language.family === 'python';
  const inner = python ? condition.text : condition.text.slice(1, -1);
  const plain = python ? /^not (.*)$/.exec(inner)?.[1] : /^!([\w$.]+)$/.exec(inner)?.[1];
  const text = plain ?? (python ? `not (${inner})` : `!(${inner})`);
  return [
    {
      file,
      edits: [replace(condition, python ? text : `(${text})`)],
      explanation: `Turn the condition ${quote(inner)} round.`,
      weight: 0.4,
    },
  ];
}

function isUse(node: SyntaxNode): boolean {
  const parent = node.parent?.type ?? '';
  return (
    !/import|parameter|declarator|function|class|keyword_argument|pattern/.test(parent) &&
    node.field !== 'left' &&
    node.field !== 'attribute'
  );
}

/** Whether the variable of a loop or comprehension is used here only: the loop would go round for nothing. */
function onlyUse(node: SyntaxNode, { language }: SourceFile): boolean {
  for (const around of node.ancestors()) {
    const loop = /^for_(in_)?statement$/.test(around.type) ? around : around.childOfType('for_in_clause');
    const binds =
      loop
        ?.child('left')
        ?.text.match(/[\w$]+/g)
        ?.includes(node.text) ?? false;
    if (!binds) continue;
    const uses = [...around.walk()].filter(other => language.isIdentifier(other) && other.text === node.text);
    return uses.length <= 2;
  }
  return false;
}

function similarNames(node: SyntaxNode, file: SourceFile): string[] {
  const info = file.language.functionOf(node);
  if (!info) return [];
  const isCallee = file.language.call(node.parent ?? node)?.callee === node;
  const functions = new Set(file.language.functions(file.tree).map(known => known.name));
  const names = namesInScope(node, file);
  if (!names.includes(node.text)) return [];
  return names
    .filter(
      name =>
        name !== node.text &&
        name !== info.name &&
        functions.has(name) === isCallee &&
        /^[\w$]+$/.test(name) &&
        /^[A-Z]/.test(name) === /^[A-Z]/.test(node.text),
    )
    .slice(0, mostNames);
}
