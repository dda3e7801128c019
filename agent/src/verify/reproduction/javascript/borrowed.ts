import { languageOf } from '../../../language/languages.ts';
import type { VerifyContext } from '../../context.ts';
import { type Borrowed, borrowCall } from '../borrow.ts';
import type { Binding } from './test-file.ts';

/** An expression with the lines before it and the bindings that both need. */
export interface Made {
  readonly expression: string;
  readonly lines: readonly string[];
  readonly bindings: readonly Binding[];
  /** The same with smaller inputs. */
  readonly variants?: readonly Made[];
}

/** How existing tests call or construct `name`, ready for a test of ours; undefined when none of them can be followed. */
export async function borrowMade(
  context: VerifyContext,
  testFiles: readonly string[],
  name: string,
): Promise<Made | undefined> {
  const borrowed = await borrowCall(context, testFiles, name);
  if (borrowed === undefined) return undefined;
  const language = await languageOf(borrowed.from);
  const present = new Set(await context.sources.list());
  const bindings: Binding[] = [];
  for (const { source, kind, imported, local } of borrowed.imports) {
    if (local === undefined || kind === 'side-effect') return undefined;
    if (kind === 'named' && imported !== local) return undefined;
    if (!source.startsWith('.')) {
      bindings.push({ module: { package: source }, name: local, kind });
      continue;
    }
    const path = language?.resolve(borrowed.from, source).find(candidate => present.has(candidate));
    if (path === undefined) return undefined;
    bindings.push({ module: { path }, name: local, kind });
  }
  const made = ({ expression, statements }: Pick<Borrowed, 'expression' | 'statements'>): Made => ({
    ...{ expression, bindings, lines: statements.flatMap(statement => statement.split('\n')) },
  });
  return { ...made(borrowed), variants: borrowed.variants.map(made) };
}
