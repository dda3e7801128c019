import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { OriginOf } from '../../diagnose/origin.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo, Language, ParameterInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { insertAt, type Patch, replace } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { before, firstStatement, ifLines } from '../edit/statements.ts';
import { inScope, valuesFor } from '../mine/siblings.ts';
import { byUse, type DefaultValue, emptyOfType } from '../mine/values.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../template.ts';

/** Templates that put a default where the missing value should have been given. */
export function nothingTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<OriginOf<'missing-argument'>>({
      id: `${family}/default-parameter`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.88,
      match: context => originsOf(context, 'missing-argument'),
      edit: defaultParameter,
    }),
    template<OriginOf<'nothing-literal'>>({
      id: `${family}/replace-nothing`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.85,
      match: context => originsOf(context, 'nothing-literal'),
      edit: replaceNothing,
    }),
    template<OriginOf<'unassigned'>>({
      id: `${family}/initialise-variable`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.85,
      match: context => originsOf(context, 'unassigned'),
      edit: (made, context) =>
        choicesFor(context, made.file).map(({ text, weight }) => ({
          file: made.file,
          edits: [insertAt((made.node.parent?.child('type') ?? made.node).end, ` = ${text}`)],
          explanation: t('Start `{0}` as {1}.', made.name, quote(text)),
          weight,
        })),
    }),
    template<OriginOf<'returns-nothing'>>({
      id: `${family}/return-empty-instead`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.8,
      match: context =>
        originsOf(context, 'returns-nothing').filter(
          () => context.bad.property !== undefined || context.bad.expected !== undefined,
        ),
      edit: returnEmpty,
    }),
  ];
}

function choicesFor(context: TemplateContext, file: SourceFile, type?: string): DefaultValue[] {
  const typed = emptyOfType(type, file);
  const used = byUse(context.bad, context.bad.file);
  return typed === undefined ? used.slice(0, 2) : [{ text: typed, weight: 1 }];
}

function defaultParameter(made: OriginOf<'missing-argument'>, context: TemplateContext): Patch[] {
  const parameter = made.callee.parameters.find(known => known.name === made.parameter);
  const file = made.calleeFile;
  if (!parameter || parameter.rest) return [];
  const defaults = choicesFor(context, file, parameter.type).flatMap(({ text, weight }) => {
    const patch = withDefault(parameter, text, made.callee, file);
    return patch ? [{ ...patch, weight }] : [];
  });
  return [...passSameName(made, parameter), ...defaults];
}

/** Passes the caller's variable that has the parameter's name. */
function passSameName(made: OriginOf<'missing-argument'>, parameter: ParameterInfo): Patch[] {
  const { call, file } = made;
  const given = file.language.call(call)?.arguments ?? [];
  const list = call.child('arguments');
  const next = made.callee.parameters.indexOf(parameter) === given.length;
  if (!list || !next || !inScope(parameter.name, call, file)) return [];
  const edit = insertAt(list.end - 1, given.length > 0 ? `, ${parameter.name}` : parameter.name);
  const explanation = t('Pass `{0}` on to `{1}`.', parameter.name, made.callee.qualifiedName);
  return [{ file, edits: [edit], explanation, weight: 1.1 }];
}

/** A parameter with a default; one that may be left out in TypeScript loses its question mark. */
function withDefault(
  parameter: ParameterInfo,
  value: string,
  callee: FunctionInfo,
  file: SourceFile,
): Patch | undefined {
  const { node } = parameter;
  const explanation = t(
    'Let `{0}` of `{1}` be {2} when it is not given.',
    parameter.name,
    callee.qualifiedName,
    quote(value),
  );
  const pattern = node.child('pattern') ?? node;
  if (node.parent !== callee.node.child('parameters')) {
    return { file, edits: [replace(node, `(${node.text} = ${value})`)], explanation };
  }
  const type = node.child('type');
  const question = node.children.find(child => child.type === '?');
  const edits = question ? [{ start: question.start, end: question.end, text: '' }] : [];
  if (type && question) return { file, edits: [...edits, insertAt(type.end, ` = ${value}`)], explanation };
  return { file, edits: [...edits, insertAt((type ?? pattern).end, ` = ${value}`)], explanation };
}

async function replaceNothing(made: OriginOf<'nothing-literal'>, context: TemplateContext): Promise<Patch[]> {
  const { node, file } = made;
  const { language } = file;
  const owner = language.functionOf(node);
  const parameter = owner?.parameters.find(known => known.node === node.parent);
  if (parameter && owner && language.family === 'python')
    return pythonDefault(parameter, owner, file, context);
  if (isGiven(node, file)) return [];
  const key = keyOf(node, file);
  const declared = node.parent?.child('type')?.text.replace(/^:\s*/, '');
  const typed = choicesFor(context, file, declared);
  const mined = key ? (await valuesFor(key, [], file, context.slice.index)).values.slice(0, 1) : [];
  const seen = new Set<string>();
  return [...mined, ...typed].flatMap(({ text, weight }) => {
    if (seen.has(text) || text === node.text) return [];
    seen.add(text);
    return [
      {
        file,
        edits: [replace(node, text)],
        explanation: t(
          'Use {0} instead of {1} in {2}:{3}.',
          quote(text),
          quote(node.text),
          file.path,
          made.line,
        ),
        weight,
      },
    ];
  });
}

/** An argument of a call: replaced only where the callee cannot be given a default. */
function isGiven(node: SyntaxNode, file: SourceFile): boolean {
  const call = node.parent?.parent ? file.language.call(node.parent.parent) : undefined;
  return (
    call?.arguments.includes(node) === true && /^(useState|useRef|createContext)$/.test(call.callee.text)
  );
}

function keyOf(node: SyntaxNode, file: SourceFile): string | undefined {
  const { parent } = node;
  const left = parent?.child('left') ?? parent?.child('name');
  const member = left ? file.language.member(left) : undefined;
  return (
    member?.property.text ??
    (parent?.type === 'pair' ? parent.child('key')?.text.replace(/^['"]|['"]$/g, '') : undefined)
  );
}

function pythonDefault(
  parameter: ParameterInfo,
  owner: FunctionInfo,
  file: SourceFile,
  context: TemplateContext,
): Patch[] {
  const first = firstStatement(owner);
  if (!first) return [];
  return choicesFor(context, file, parameter.type).map(({ text, weight }) => ({
    file,
    edits: [before(first, ifLines(`${parameter.name} is None`, `${parameter.name} = ${text}`, file), file)],
    explanation: t(
      'Use {0} in `{1}` when `{2}` is not given.',
      quote(text),
      owner.qualifiedName,
      parameter.name,
    ),
    weight,
  }));
}

function returnEmpty(made: OriginOf<'returns-nothing'>, context: TemplateContext): Patch[] {
  const value = made.node.parts[0];
  if (!value) return [];
  return choicesFor(context, made.file, made.callee.returnType)
    .filter(({ text }) => text !== '{}')
    .map(({ text, weight }) => ({
      file: made.file,
      edits: [replace(value, text)],
      explanation: t(
        'Return {0} instead of {1} from `{2}`, whose callers use the result as it is.',
        quote(text),
        quote(value.text),
        made.callee.qualifiedName,
      ),
      weight,
    }));
}
