import { t } from '@vscode/l10n';
import { callsOfItself } from '../../diagnose/crash/recursion.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo, Language, ParameterInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { end } from '../edit/layout.ts';
import { insertAt, type Patch } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { before, firstStatement, ifLines } from '../edit/statements.ts';
import { emptyResults } from '../mine/results.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../template.ts';

interface Cyclic {
  file: SourceFile;
  info: FunctionInfo;
  calls: SyntaxNode[];
  /** The parameter that stands for the part of the structure at hand. */
  key: ParameterInfo;
}

/** Templates for a recursion through a structure that leads back to where it came from. */
export function cycleTemplates(family: Language['family']): AnyTemplate[] {
  return [
    template<Cyclic>({
      id: `${family}/remember-visited`,
      family,
      exceptions: ['recursion'],
      label: 'root-cause',
      prior: 0.86,
      match: cyclic,
      edit: remember,
    }),
  ];
}

const name = 'seen';

/** A function that calls itself for something other than a parameter counted up or down. */
function cyclic({ bad }: TemplateContext): Found<Cyclic>[] {
  const { file, function: info } = bad;
  const { language } = file;
  if (!info?.body || info.generator || new RegExp(`\\b${name}\\b`).test(info.node.text)) return [];
  const calls = callsOfItself(info, file);
  const varied = info.parameters.filter((parameter, at) =>
    calls.some(call => {
      const given = language.call(call)?.arguments[at];
      return given !== undefined && given.text !== parameter.name;
    }),
  );
  const [key, ...others] = varied;
  const at = key ? info.parameters.indexOf(key) : -1;
  const given = calls.flatMap(call => language.call(call)?.arguments[at] ?? []);
  const simple = info.parameters.every(one => !one.rest && !one.keywordOnly && !one.destructured);
  const whole = calls.every(call => language.call(call)?.arguments.length === info.parameters.length);
  if (!key || others.length > 0 || !simple || !whole) return [];
  // An expression that counts makes progress; what a loop or a look-up gives may have been there before.
  if (!given.every(one => /^[\w$.]+$/.test(one.text) || language.subscript(one) !== undefined)) return [];
  return [{ at: { file, info, calls, key }, sure: 1 }];
}

function remember({ file, info, calls, key }: Cyclic): Patch[] {
  const first = firstStatement(info);
  const last = info.parameters.at(-1);
  if (!first || !last) return [];
  const python = file.language.family === 'python';
  const type = key.type === undefined ? '' : `<${key.type}>`;
  const added = python ? `, ${name}=None` : `, ${name} = new Set${type}()`;
  const edits = [
    insertAt(last.node.end, added),
    ...calls.flatMap(call => {
      const given = file.language.call(call)?.arguments.at(-1);
      return given ? [insertAt(given.end, `, ${name}`)] : [];
    }),
  ];
  const start = python ? ifLines(`${name} is None`, `${name} = set()`, file) : [];
  const known = python ? `${key.name} in ${name}` : `${name}.has(${key.name})`;
  const note = `${name}.add(${key.name})${end(file)}`;
  return emptyResults(info, file)
    .slice(0, 2)
    .map(({ text, weight }) => ({
      file,
      edits: [
        ...edits,
        before(first, [...start, ...ifLines(known, `return ${text}`.trim(), file), note], file),
      ],
      explanation: text
        ? t(
            'Remember in `{0}` what `{1}` has been at, and do not go there again: {2}.',
            name,
            info.qualifiedName,
            quote(`return ${text}`),
          )
        : t('Remember in `{0}` what `{1}` has been at, and do not go there again.', name, info.qualifiedName),
      weight,
    }));
}
