import { t } from '@vscode/l10n';
import type { Origin, OriginOf } from './origin.ts';
import { short } from './short.ts';

/** Where a bad value was made and what is wrong there, as part of a sentence. */
export function made(origin: Origin): string {
  const where = `${origin.file.path}:${origin.line}`;
  const by = origin.symbol ? `\`${origin.symbol}\` (${where})` : where;
  switch (origin.kind) {
    case 'missing-property':
      return origin.nearest
        ? t('{0} makes an object without `{1}` but with `{2}`', by, origin.property, origin.nearest)
        : t('{0} makes an object without `{1}`', by, origin.property);
    case 'missing-field':
      return missingField(origin, where);
    case 'missing-return': {
      const name = origin.callee.name ? `\`${origin.callee.qualifiedName}\`` : t('the callback');
      return t('{0} ({1}) ends on some way without returning a value', name, where);
    }
    case 'returns-nothing':
      return t('{0} returns {1}', by, short(origin.node.text));
    case 'lookup':
      return t('{0} at {1} may find nothing', short(origin.node.text), where);
    case 'not-awaited':
      return t('the result of async `{0}` is not awaited at {1}', origin.callee.qualifiedName, where);
    case 'missing-argument':
      return t('{0} calls `{1}` without `{2}`', where, origin.callee.qualifiedName, origin.parameter);
    case 'nothing-literal':
      return t('{0} gives {1}', by, short(origin.node.text));
    case 'unassigned':
      return t('`{0}` is declared without a value at {1}', origin.name, where);
    case 'boundary':
      return t('{0} in {1} comes from outside ({2})', short(origin.node.text), by, origin.from);
    case 'loop-bound':
      return t('the loop over `{0}` at {1} runs {2}', origin.index, where, short(origin.node.text));
    case 'index': {
      const { index, sequence } = origin;
      return t('{0} is not an index of {1} at {2}', short(index.text), short(sequence.text), where);
    }
    case 'empty':
      return t('{0} may be empty in {1}', short(origin.collection.text), by);
    case 'unknown-key':
      return t('{0} at {1} has no such key', short(origin.mapping.text), where);
    case 'wrong-shape':
      return t('{0} makes {1}, {2}', by, shape(origin.made), short(origin.node.text));
    case 'parameter': {
      const { callee, name } = origin;
      if (callee.name === '') return t('it is what the callback at {0} is given as `{1}`', where, name);
      if (origin.inside)
        return t(
          'it is part of what callers pass to `{0}` as `{1}` ({2})',
          callee.qualifiedName,
          name,
          where,
        );
      return t('it is what callers pass to `{0}` as `{1}` ({2})', callee.qualifiedName, name, where);
    }
    case 'unknown-name':
      return t('nothing gives it a value there in {0}', origin.file.path);
  }
}

function missingField(origin: OriginOf<'missing-field'>, where: string): string {
  const { className, property, nearest } = origin;
  return nearest
    ? t('class `{0}` ({1}) never gives `{2}` a value but with `{3}`', className, where, property, nearest)
    : t('class `{0}` ({1}) never gives `{2}` a value', className, where, property);
}

function shape(kind: OriginOf<'wrong-shape'>['made']): string {
  switch (kind) {
    case 'record':
      return t('a record');
    case 'list':
      return t('a list');
    case 'text':
      return t('a text');
    case 'number':
      return t('a number');
    case 'instance':
      return t('an instance');
    case 'other':
      return t('another value');
  }
}
