import { t } from '@vscode/l10n';
import { likeness } from '../../../diagnose/names.ts';
import type { Bad } from '../../../diagnose/origin.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { emptyOfType } from '../../mine/values.ts';
import { type AnyTemplate, type TemplateContext, template } from '../../template.ts';
import { namesInScope } from '../names.ts';

/** A call that leaves out what the function cannot do without. */
export const callArguments: AnyTemplate[] = [
  template<Bad>({
    id: 'python/pass-argument',
    family: 'python',
    exceptions: ['arguments'],
    label: 'root-cause',
    prior: 0.85,
    match: context => (missingOf(context).length === 1 ? [{ at: context.bad, sure: 1 }] : []),
    edit: passArgument,
  }),
  template<Bad>({
    id: 'python/default-argument',
    family: 'python',
    exceptions: ['arguments'],
    label: 'root-cause',
    prior: 0.5,
    match: context => (missingOf(context).length === 1 ? [{ at: context.bad, sure: 1 }] : []),
    edit: defaultArgument,
  }),
  template<Bad>({
    id: 'python/rename-keyword',
    family: 'python',
    exceptions: ['arguments'],
    label: 'root-cause',
    prior: 0.92,
    match: context => [{ at: context.bad, sure: 1 }],
    edit: renameKeyword,
  }),
  template<Bad>({
    id: 'python/add-self',
    family: 'python',
    exceptions: ['arguments'],
    label: 'root-cause',
    prior: 0.9,
    match: context => [{ at: context.bad, sure: 1 }],
    edit: addSelf,
  }),
];

/** Gives by its likest name what the function has no parameter for. */
async function renameKeyword(bad: Bad, { slice }: TemplateContext): Promise<Patch[]> {
  const { complaint, index } = slice;
  const { file, access } = bad;
  if (complaint.kind !== 'arguments' || complaint.unexpected === undefined) return [];
  const name = complaint.unexpected;
  const call = file.language.call(access);
  const keyword = call?.arguments.find(
    given => given.type === 'keyword_argument' && given.child('name')?.text === name,
  );
  const written = keyword?.child('name');
  if (!call || !written) return [];
  const found = await calledFunction(
    (file.language.member(call.callee)?.property ?? call.callee).text,
    index,
  );
  const given = new Set(call.arguments.map(argument => argument.child('name')?.text));
  const near = (found?.info.parameters ?? [])
    .filter(parameter => !parameter.rest && !given.has(parameter.name))
    .map(parameter => ({ name: parameter.name, alike: likeness(name, parameter.name) }))
    .sort((a, b) => b.alike - a.alike)[0];
  if (!found || !near || near.alike < 0.5) return [];
  return [
    {
      file,
      edits: [replace(written, near.name)],
      explanation: t(
        'Give `{0}`, as `{1}` calls it, instead of `{2}`.',
        near.name,
        found.info.qualifiedName,
        name,
      ),
    },
  ];
}

/** Gives a method the instance that it is called on. */
async function addSelf(bad: Bad, { slice }: TemplateContext): Promise<Patch[]> {
  const { complaint, index } = slice;
  const member = bad.file.language.member(bad.file.language.call(bad.access)?.callee ?? bad.access);
  if (complaint.kind !== 'arguments' || complaint.surplus !== 1 || !member) return [];
  const found = await calledFunction(member.property.text, index);
  const list = found?.info.node.child('parameters') ?? found?.info.node.childOfType('parameters');
  const first = list?.parts[0];
  if (!found?.info.className || found.info.static || !list || /^(self|cls)\b/.test(first?.text ?? ''))
    return [];
  return [
    {
      file: found.file,
      edits: [insertAt(list.start + 1, first ? 'self, ' : 'self')],
      explanation: t('Let `{0}` take the instance that it is called on.', found.info.qualifiedName),
    },
  ];
}

function missingOf({ slice: { complaint } }: TemplateContext): string[] {
  return complaint.kind === 'arguments' ? complaint.missing : [];
}

/** Passes a name in scope that is called the same, or what the other calls agree on. */
async function passArgument(bad: Bad, context: TemplateContext): Promise<Patch[]> {
  const { file, access } = bad;
  const [name = ''] = missingOf(context);
  const call = file.language.call(access);
  if (!call) return [];
  const callee = (file.language.member(call.callee)?.property ?? call.callee).text;
  const values = new Map<string, number>();
  if (namesInScope(access, file).includes(name)) values.set(name, 1);
  for (const [text, share] of await othersPass(callee, name, bad, context)) {
    if (!values.has(text)) values.set(text, 0.9 * share);
  }
  const last = call.arguments.at(-1);
  const open = access.start + access.text.lastIndexOf(')');
  const position = (await calledFunction(callee, context.slice.index))?.info.parameters.findIndex(
    parameter => parameter.name === name && !parameter.keywordOnly,
  );
  const plain = call.arguments.every(given => !file.language.named(given) && !file.language.spreads(given));
  const next = plain && position === call.arguments.length;
  return [...values].map(([text, weight]) => {
    const written = next && text === name ? text : `${name}=${text}`;
    const explanation =
      text === name
        ? t('Pass `{0}` on to `{1}`.', name, callee)
        : t('Pass {0} as `{1}` to `{2}`.', quote(text), name, callee);
    const edits = [last ? insertAt(last.end, `, ${written}`) : insertAt(open, written)];
    return { file, edits, explanation, weight };
  });
}

/** What the other calls give for a parameter, where it means the same here: each with its share of those calls. */
async function othersPass(
  callee: string,
  name: string,
  { access, file }: Bad,
  { slice: { index } }: TemplateContext,
): Promise<[string, number][]> {
  const seen = new Map<string, number>();
  const target = await calledFunction(callee, index);
  const position = target?.info.parameters.findIndex(parameter => parameter.name === name) ?? -1;
  let calls = 0;
  for (const other of await index.mentioning('python', callee)) {
    for (const node of other.tree.root.walk()) {
      const call = other.language.call(node);
      if (!call || (other.path === file.path && node.start === access.start)) continue;
      if ((other.language.member(call.callee)?.property ?? call.callee).text !== callee) continue;
      const keyword = call.arguments.find(
        given => given.type === 'keyword_argument' && given.child('name')?.text === name,
      );
      const plain = call.arguments[position];
      const value = keyword?.child('value') ?? (plain?.type === 'keyword_argument' ? undefined : plain);
      if (!value) continue;
      calls += 1;
      const constant = /^(string|integer|float|true|false|none)$/.test(value.type);
      const here = other.path === file.path && /^[A-Z][A-Z0-9_]*$/.test(value.text);
      if (constant || here) seen.set(value.text, (seen.get(value.text) ?? 0) + 1);
    }
  }
  return [...seen].map(([text, times]) => [text, times / calls] as [string, number]).slice(0, 2);
}

async function calledFunction(callee: string, index: TemplateContext['slice']['index']) {
  for (const file of await index.mentioning('python', callee)) {
    if (file.test) continue;
    const info = file.language.functions(file.tree).find(known => isCalled(known, callee));
    if (info) return { info, file };
  }
  return undefined;
}

function isCalled(info: FunctionInfo, callee: string): boolean {
  return info.kind === 'constructor' ? info.className === callee : info.name === callee;
}

/** Lets the function do without: the empty value of the written type, else None. */
async function defaultArgument(bad: Bad, context: TemplateContext): Promise<Patch[]> {
  const [name = ''] = missingOf(context);
  const call = bad.file.language.call(bad.access);
  if (!call) return [];
  const callee = (bad.file.language.member(call.callee)?.property ?? call.callee).text;
  const found = await calledFunction(callee, context.slice.index);
  const at = found?.info.parameters.findIndex(parameter => parameter.name === name) ?? -1;
  const parameter = found?.info.parameters[at];
  const after = found?.info.parameters.slice(at + 1) ?? [];
  if (!found || !parameter || after.some(one => !one.hasDefault && !one.rest && !one.keywordOnly)) return [];
  const empty = emptyOfType(parameter.type, found.file);
  const value = empty !== undefined && !/^[[{]|^set/.test(empty) ? empty : 'None';
  return [
    {
      file: found.file,
      edits: [insertAt(parameter.node.end, parameter.type ? ` = ${value}` : `=${value}`)],
      explanation: t('Let `{0}` be called without `{1}`.', found.info.qualifiedName, name),
      weight: value === 'None' ? 0.7 : 1,
    },
  ];
}
