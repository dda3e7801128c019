import type { SourceFile } from '../../../diagnose/sources.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { emptyResults } from '../../mine/results.ts';
import { type Exit, inLoop } from '../exit.ts';

const constant = /^(?:null|undefined|true|false|-?\d+|""|''|\[\]|\{\})$/;
const mostValues = 2;

/** What the function gives back early already, most often first, else what stands for nothing where it gives something back. */
export function javascriptExits(
  info: FunctionInfo,
  at: SyntaxNode,
  _missing: string,
  file: SourceFile,
): Exit[] {
  const { language } = file;
  const on: Exit[] = inLoop(at, info) ? [{ statement: 'continue', weight: 1 }] : [];
  const returns = language.returns(info);
  const values = returns.flatMap(({ value }) => (value ? [value.text] : []));
  if (values.length === 0) return [...on, { statement: 'return', weight: 1 - on.length * 0.1 }];
  const count = (text: string) => values.filter(other => other === text).length;
  const own = [...new Set(values.filter(text => constant.test(text)))].sort((a, b) => count(b) - count(a));
  const bare = returns.some(({ value }) => value === undefined) ? [''] : [];
  const known = [...own, ...bare];
  const made = known.length > 0 ? known : emptyResults(info, file).map(({ text }) => text);
  return [
    ...on,
    ...made.slice(0, mostValues).map((text, order) => ({
      statement: `return ${text}`.trim(),
      weight: (own.length > 0 ? 1 : 0.9) - (order + on.length) * 0.1,
    })),
  ];
}
