import type { SourceFile } from '../../../diagnose/sources.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { javaImports, neutralOfJavaType } from '../../edit/java-types.ts';
import { type Exit, inLoop } from '../exit.ts';

const constant =
  /^(?:null|true|false|""|-?\d+[lLfFdD]?|-?\d+\.\d+[fFdD]?|[A-Z]\w*\.[A-Z_]+|(?:Optional|Stream)\.empty\(\)|(?:List|Set|Map)\.of\(\)|Collections\.empty\w+\(\)|new \w+(?:<>)?\(\))$/;

/** What the method gives back early already, else what its type stands for nothing with. */
export function javaExits(info: FunctionInfo, at: SyntaxNode, _missing: string, file: SourceFile): Exit[] {
  if (info.kind === 'lambda') return [];
  const on: Exit[] = inLoop(at, info) ? [{ statement: 'continue', weight: 0.85 }] : [];
  const type = info.returnType;
  if (info.kind === 'constructor' || type === undefined || type === 'void')
    return [...on, { statement: 'return', weight: 0.85 }];
  const { language } = file;
  const own = language
    .returns(info)
    .flatMap(({ value }) => (value && constant.test(value.text) ? [value.text] : []));
  const values = new Set([...own, neutralOfJavaType(type)]);
  return [
    ...on,
    ...[...values].map((text, order) => ({
      statement: `return ${text}`,
      weight: (own.length > 0 ? 1 : 0.9) - order * 0.1,
      edits: javaImports(text, file),
    })),
  ];
}
