import { languageOf } from './languages.ts';

/** `Class.method` or the name of the function or class around a line (from 1); undefined outside of all. */
export async function symbolAt(path: string, text: string, line: number): Promise<string | undefined> {
  const language = await languageOf(path);
  if (!language) return undefined;
  const tree = language.parse(text);
  for (
    let info = language.functionAt(tree, line);
    info;
    info = info.node.parent ? language.functionOf(info.node.parent) : undefined
  ) {
    if (info.name) return info.qualifiedName;
  }
  const around = language.classes(tree).filter(found => found.line <= line && line <= found.node.endLine);
  const inner = around.at(-1);
  return inner?.qualifiedName || inner?.name || undefined;
}
