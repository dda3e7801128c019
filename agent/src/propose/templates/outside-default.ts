import { t } from '@vscode/l10n';
import type { OriginOf } from '../../diagnose/origin.ts';
import { insertAt, type Patch, replace, type TextEdit } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { defaultsWherePassed } from '../mine/passed.ts';
import { byUse } from '../mine/values.ts';
import type { TemplateContext } from '../template.ts';

type Entry = OriginOf<'boundary'>;

/** Patches that give a value from outside a default where it comes in. */
export async function defaultAtBoundary(entry: Entry, context: TemplateContext): Promise<Patch[]> {
  const { node, file } = entry;
  const { bad, slice } = context;
  const whole = noParts(bad);
  const passed = await defaultsWherePassed(node, file, slice.index);
  const used = byUse(bad, bad.file).slice(0, 2);
  const counted = used.some(({ text }) => text === '0') && pages.test(node.text);
  const choices = [...passed, ...(counted ? [{ text: '1', weight: 0.95 }] : []), ...used];
  const known = choices.filter(({ text }, at) => choices.findIndex(other => other.text === text) === at);
  return [
    ...whole,
    ...known.map(({ text, weight }) => ({
      file,
      edits: [withDefault(entry, text)],
      explanation: t('Use {0} when the {1} does not hold {2}.', quote(text), entry.from, quote(node.text)),
      weight: whole.length > 0 ? weight * 0.8 : weight,
    })),
  ];
}

/** What is asked for by its number from one on. */
const pages = /\bpage(?:_?(?:no|num|number))?['"]?[\])]*$/i;

/** A default beside a value from outside: as the look-up's own, where it takes one and gives nothing only for what is absent. */
function withDefault({ node, file, from }: Entry, text: string): TextEdit {
  const { language } = file;
  const call = language.call(node);
  const last = call?.arguments.at(-1);
  const method = call ? (language.member(call.callee)?.property ?? call.callee).text : '';
  const python = language.family === 'python';
  if (python && from !== 'body' && last && call?.arguments.length === 1 && /^(?:get|getenv)$/.test(method))
    return insertAt(last.end, `, ${text}`);
  const around = node.parent ?? node;
  const inner = language.member(around)?.object === node || language.subscript(around)?.object === node;
  const written = `${node.text} ${python ? 'or' : '??'} ${text}`;
  return replace(node, inner || /^await/.test(around.type) ? `(${written})` : written);
}

/** No parts of a text that is not there, since an empty text still has one, which is empty. */
function noParts({ node, access, property, file }: TemplateContext['bad']): Patch[] {
  const { language } = file;
  let chain = access.parent ?? access;
  const [separator] = language.call(chain)?.arguments ?? [];
  if (property !== 'split' || !separator || language.call(chain)?.callee !== access) return [];
  const python = language.family === 'python';
  for (let member = chain.parent; !python && member; member = chain.parent) {
    const call = member.parent;
    const next = language.member(member)?.object === chain ? language.member(member)?.property.text : '';
    if (!call || language.call(call)?.callee !== member || !/^(?:map|filter|flatMap|slice)$/.test(next ?? ''))
      break;
    chain = call;
  }
  const around = chain.parent;
  const plain =
    /^(?:variable_declarator|assignment(?:_expression)?|return_statement|arguments|argument_list|for_in_statement|for_statement|pair)$/;
  if (!around || !plain.test(around.type) || /_pattern$/.test(around.child('name')?.type ?? '')) return [];
  if (
    /^(?:pattern_list|tuple_pattern|array_pattern)$/.test(around.child('left')?.type ?? '') &&
    /^assign/.test(around.type)
  )
    return [];
  const asked = node.start - chain.start;
  const text = python
    ? `${chain.text} if ${node.text} else []`
    : `${chain.text.slice(0, asked)}${node.text}?${chain.text.slice(asked + node.text.length)} ?? []`;
  return [
    {
      file,
      edits: [replace(chain, text)],
      explanation: t('Take no parts where {0} is not there: an empty text would have one.', quote(node.text)),
      weight: 1.1,
    },
  ];
}
