import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Called {
  bad: Bad;
  /** What the collection was made as. */
  made: 'array' | 'set' | 'map';
}

/** A collection that has become one of another kind, and is still asked for what the old kind had. */
export const collectionMethod: AnyTemplate[] = [
  template<Called>({
    id: 'javascript/method-of-its-kind',
    family: 'javascript',
    exceptions: ['not-callable'],
    label: 'root-cause',
    prior: 0.93,
    match: called,
    edit: otherMethod,
  }),
];

/** The same for the other kind, by what it was made as: a name, or how the elements are reached first. */
const methods: Readonly<Record<Called['made'], Readonly<Record<string, string>>>> = {
  set: { push: 'add', unshift: 'add', append: 'add', includes: 'has', contains: 'has', remove: 'delete' },
  map: { includes: 'has', contains: 'has', hasOwnProperty: 'has', remove: 'delete', add: 'set', put: 'set' },
  array: { add: 'push', append: 'push', has: 'includes', contains: 'includes' },
};
const ofArrays =
  /^(?:map|filter|find|findIndex|some|every|reduce|join|slice|sort|flatMap|at|indexOf|concat|reverse|toSorted)$/;

function called({ bad }: TemplateContext): Found<Called>[] {
  const { file, node, property } = bad;
  if (bad.badness !== 'shape' || property === undefined) return [];
  const made = new Set(
    file.language
      .assignments(file.tree.root, true)
      .filter(found => found.target.text === node.text && found.value)
      .map(found => kindOf(found.value?.text ?? '')),
  );
  const [only] = made;
  return made.size === 1 && only ? [{ at: { bad, made: only }, sure: 1 }] : [];
}

function kindOf(text: string): Called['made'] | undefined {
  if (/^new Set\b/.test(text)) return 'set';
  if (/^new Map\b/.test(text)) return 'map';
  return /^\[/.test(text) ? 'array' : undefined;
}

function otherMethod({ bad, made }: Called): Patch[] {
  const { file, node, access, property = '' } = bad;
  const { language } = file;
  const own = Object.hasOwn(methods[made], property) ? methods[made][property] : undefined;
  const name = (language.member(access) ?? language.member(language.call(access)?.callee ?? access))
    ?.property;
  const what = made === 'array' ? t('an array') : made === 'set' ? t('a Set') : t('a Map');
  if (own !== undefined && name !== undefined)
    return [
      {
        file,
        edits: [replace(name, own)],
        explanation: t('Call `{0}`, since {1} is {2}.', own, quote(node.text), what),
      },
    ];
  if (made === 'array' || !ofArrays.test(property)) return [];
  const text = made === 'map' ? `[...${node.text}.values()]` : `[...${node.text}]`;
  const explanation = t('Take the elements of {0} first, since it is {1}.', quote(node.text), what);
  return [{ file, edits: [replace(node, text)], explanation }];
}
