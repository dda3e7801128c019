import { t } from '@vscode/l10n';
import type { SourceFile } from '../../../diagnose/sources.ts';
import { functionsOf } from '../../../diagnose/trace/definitions.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Lazy {
  file: SourceFile;
  info: FunctionInfo;
  /** What is returned from within a `with`, and read only afterwards. */
  value: SyntaxNode;
}

/** What is read from a file after the `with` that opened it has closed it. */
export const lazyReading: AnyTemplate[] = [
  template<Lazy>({
    id: 'python/read-before-closing',
    family: 'python',
    exceptions: ['state'],
    label: 'root-cause',
    prior: 0.93,
    match: handedOut,
    edit: readAtOnce,
  }),
];

/** The lazy values that the function around the crash, or one that what is looped over comes from, hands out of a `with`. */
async function handedOut({ bad, slice: { index } }: TemplateContext): Promise<Found<Lazy>[]> {
  const { file, node, function: info } = bad;
  const called = file.language.call(madeBy(node, info, file));
  const makers = called ? await functionsOf(called.callee, file, index) : [];
  const places = [...(info ? [{ file, info }] : []), ...makers];
  return places.flatMap(place =>
    place.file.language.returns(place.info).flatMap(({ statement, value }) => {
      const opened = statement.ancestor('with_statement');
      const outlives = value && opened && place.info.node.contains(opened) && isLazy(value, place.file);
      return outlives ? [{ at: { file: place.file, info: place.info, value }, sure: 1 }] : [];
    }),
  );
}

/** What a variable was given last, where the bad expression is one. */
function madeBy(node: SyntaxNode, info: FunctionInfo | undefined, { language }: SourceFile): SyntaxNode {
  const given = language.isIdentifier(node)
    ? language.assignments(info?.body ?? node).filter(found => found.target.text === node.text)
    : [];
  return given.findLast(found => found.value && found.statement.start < node.start)?.value ?? node;
}

function isLazy(value: SyntaxNode, { language }: SourceFile): boolean {
  if (value.type === 'generator_expression') return true;
  const callee = language.call(value)?.callee.text ?? '';
  return /^(?:map|filter|zip|enumerate|iter|csv\.(?:reader|DictReader)|(?:itertools\.)?(?:chain|islice|takewhile|dropwhile))$/.test(
    callee,
  );
}

function readAtOnce({ file, info, value }: Lazy): Patch[] {
  const whole =
    value.type === 'generator_expression' ? `[${value.text.slice(1, -1)}]` : `list(${value.text})`;
  return [
    {
      file,
      edits: [replace(value, whole)],
      explanation: t(
        'Let `{0}` read all of it while the file is open: {1}.',
        info.qualifiedName,
        quote(whole),
      ),
    },
  ];
}
