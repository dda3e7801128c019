import { t } from '@vscode/l10n';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt, type Patch, replace, type TextEdit } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Naive {
  file: SourceFile;
  call: SyntaxNode;
}

/** Times without a time zone where the others have one. */
export const awareTimes: AnyTemplate[] = [
  template<Naive>({
    id: 'python/time-with-zone',
    family: 'python',
    exceptions: ['mixed-times'],
    label: 'root-cause',
    prior: 0.9,
    match: naive,
    edit: withZone,
  }),
];

/** What makes a time, up to its arguments; without a zone unless one is given. */
const makers = /^((?:datetime\.)?datetime)\.(now|utcnow|today|fromtimestamp|utcfromtimestamp)$/;

/** The calls in the functions of the trace that make a time of the machine's own clock, innermost first. */
function naive({ bad, slice: { frames = [] } }: TemplateContext): Found<Naive>[] {
  const around = frames.flatMap(({ file, line }) => {
    const info = file.language.functionAt(file.tree, line);
    return info?.body ? [{ file, scope: info.body }] : [];
  });
  const scopes = [{ file: bad.file, scope: bad.function?.body ?? bad.file.tree.root }, ...around.reverse()];
  const seen = new Set<SyntaxNode>();
  return scopes.flatMap(({ file, scope }, order) =>
    [...scope.walk()].flatMap(call => {
      if (seen.has(call) || !makesNaive(call, file)) return [];
      seen.add(call);
      return [{ at: { file, call }, sure: 1 / (1 + order * 0.1) }];
    }),
  );
}

function makesNaive(node: SyntaxNode, { language }: SourceFile): boolean {
  const call = language.call(node);
  const method = makers.exec(call?.callee.text ?? '')?.[2];
  if (call === undefined || method === undefined) return false;
  return call.arguments.length === (/timestamp$/.test(method) ? 1 : 0);
}

function withZone({ file, call }: Naive): Patch[] {
  const found = file.language.call(call);
  const [, owner = '', method = ''] = makers.exec(found?.callee.text ?? '') ?? [];
  const zone = zoneIn(file, owner);
  if (!found || !zone) return [];
  const given = [...found.arguments.map(argument => argument.text), zone.name].join(', ');
  const text = `${owner}.${/timestamp$/.test(method) ? 'fromtimestamp' : 'now'}(${given})`;
  return [
    {
      file,
      edits: [replace(call, text), ...zone.edits],
      explanation: t('Make the time with its time zone: {0}.', quote(text)),
    },
  ];
}

/** How UTC is written in this file, imported beside the class where it has to be. */
function zoneIn(file: SourceFile, owner: string): { name: string; edits: TextEdit[] } | undefined {
  if (owner === 'datetime.datetime') return { name: 'datetime.timezone.utc', edits: [] };
  const imports = file.language.imports(file.tree).filter(({ source }) => source === 'datetime');
  const known = imports.find(({ imported }) => imported === 'timezone' || imported === 'UTC');
  if (known)
    return { name: known.imported === 'UTC' ? 'UTC' : `${known.local ?? 'timezone'}.utc`, edits: [] };
  const made = imports.find(({ imported, local }) => imported === 'datetime' && local === owner);
  const last = made?.node.parts.at(-1);
  return last && { name: 'timezone.utc', edits: [insertAt(last.end, ', timezone')] };
}
