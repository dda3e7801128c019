import type { SourceFile, SourceIndex } from '../../diagnose/sources.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { type DefaultValue, standsAlone } from './values.ts';

/** What the functions that a value is passed on to take when they are not given it: the defaults of their parameters. */
export async function defaultsWherePassed(
  node: SyntaxNode,
  file: SourceFile,
  index: SourceIndex,
): Promise<DefaultValue[]> {
  const { language } = file;
  const scope = language.functionOf(node)?.body ?? file.tree.root;
  const variable = language
    .assignments(scope)
    .find(found => found.value?.contains(node) && language.isIdentifier(found.target))?.target.text;
  const found = new Set<string>();
  for (const inner of scope.walk()) {
    const call = language.call(inner);
    const at = call?.arguments.findIndex(given => {
      const value = language.named(given)?.value ?? given;
      return value === node || (variable !== undefined && value.text === variable && value.start > node.end);
    });
    const given = at === undefined ? undefined : call?.arguments[at];
    if (!call || at === undefined || !given) continue;
    const name = (language.member(call.callee)?.property ?? call.callee).text;
    for (const other of await index.mentioning(language.family, name)) {
      const callee = other.language.functions(other.tree).find(info => info.name === name);
      const named = language.named(given)?.name;
      const parameter = named
        ? callee?.parameters.find(known => known.name === named)
        : callee?.parameters[at];
      if (parameter?.default && standsAlone(parameter.default, other)) found.add(parameter.default.text);
    }
  }
  return [...found].map(text => ({ text, weight: 1 }));
}
