import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SourceFile, SourceIndex } from '../../../diagnose/sources.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { emptyOfJavaType, javaImports } from '../../edit/java-types.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';
import { checkedLikeSiblings } from '../lookup.ts';
import { uncheckedTemplates } from '../unchecked.ts';
import { javaExits } from './exits.ts';

interface Get {
  file: SourceFile;
  /** The call of `get`. */
  call: SyntaxNode;
  map: SyntaxNode;
  key: SyntaxNode;
}

/** A map that does not have the key, and other searches that find nothing. */
export const lookup: AnyTemplate[] = [
  template<Get>({
    id: 'java/default-of-map',
    family: 'java',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.93,
    match: gets,
    edit: withDefault,
  }),
  checkedLikeSiblings('java', ['nothing']),
  ...uncheckedTemplates('java', ['nothing'], javaExits),
];

/** Calls of a map's `get` that gave the bad value. */
function gets({ bad, slice }: TemplateContext): Found<Get>[] {
  const places: { node: SyntaxNode; file: SourceFile; sure: number }[] = [
    { node: bad.node, file: bad.file, sure: 1 },
    ...slice.origins
      .filter(({ kind }) => kind === 'lookup')
      .map(({ node, file, score }) => ({ node, file, sure: Math.min(1, score + 0.3) })),
  ];
  const seen = new Set<SyntaxNode>();
  return places.flatMap(({ node, file, sure }) => {
    const call = file.language.call(node);
    const map = node.child('object');
    const [key, ...more] = call?.arguments ?? [];
    if (!call || !map || !key || more.length > 0 || seen.has(node)) return [];
    if (node.child('name')?.text !== 'get' || /^-?\d+$/.test(key.text)) return [];
    const type = declaredType(map, file);
    if (type !== undefined && !/Map\b|Properties\b/.test(type)) return [];
    seen.add(node);
    return [{ at: { file, call: node, map, key }, sure }];
  });
}

/** The written type of a variable or a field of the same file. */
function declaredType(node: SyntaxNode, file: SourceFile): string | undefined {
  const { language, tree } = file;
  const name = language.member(node)?.property.text ?? node.text;
  const parameter = language.functionOf(node)?.parameters.find(known => known.name === name);
  if (parameter) return parameter.type ?? parameter.node.child('type')?.text;
  const found = language
    .assignments(tree.root, true)
    .find(known => known.kind === 'declare' && known.target.text === name);
  return (found?.statement.child('type') ?? found?.target.parent?.parent?.child('type'))?.text;
}

async function withDefault(at: Get, { bad, slice }: TemplateContext): Promise<Patch[]> {
  const { file, call, map, key } = at;
  const type = declaredType(map, file);
  const held = /<\s*[^,<>]+,\s*(.+)>$/s.exec(type ?? '')?.[1]?.trim();
  const used = await defaultsElsewhere(map.text, file, slice.index);
  const typed = held === undefined ? undefined : emptyOfJavaType(held);
  const choices = [...new Set([...used, ...(typed === undefined ? [] : [typed])])];
  return choices.flatMap((text, order): Patch[] => {
    const filled = /^new /.test(text) && changes(bad);
    const written = filled
      ? `${map.text}.computeIfAbsent(${key.text}, missing -> ${text})`
      : `${map.text}.getOrDefault(${key.text}, ${text})`;
    const explanation = filled
      ? t('Put {0} where {1} has nothing for the key yet.', quote(text), quote(map.text))
      : t('Take {0} where {1} has nothing for the key.', quote(text), quote(map.text));
    const edits = [replace(call, written), ...javaImports(text, file)];
    return [{ file, edits, explanation, weight: 1 - order * 0.1 }];
  });
}

/** The defaults that other reads of a map of this name have. */
async function defaultsElsewhere(map: string, file: SourceFile, index: SourceIndex): Promise<string[]> {
  const name = map.replace(/^this\./, '');
  const found: string[] = [];
  for (const other of [file, ...(await index.mentioning('java', name, 'getOrDefault'))]) {
    for (const node of other.tree.root.walk()) {
      if (node.type !== 'method_invocation' || node.child('name')?.text !== 'getOrDefault') continue;
      const value = other.language.call(node)?.arguments[1];
      const same = node.child('object')?.text.replace(/^this\./, '') === name;
      if (value && same && /^[\w."'-]+$|^new \w+<>\(\)$|^\w+\.(?:of|empty\w*)\(\)$/.test(value.text))
        found.push(value.text);
    }
  }
  return found;
}

/** Whether what was got is changed where it is used, so that it has to stay in the map. */
function changes({ property }: Bad): boolean {
  return /^(?:add|addAll|put|putAll|remove|append|push|offer|increment\w*|set|clear|computeIfAbsent|merge)$/.test(
    property ?? '',
  );
}
