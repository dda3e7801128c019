import type { Location } from '@errata/protocol/diagnosis';
import { t } from '@vscode/l10n';
import type { Origin } from '../origin.ts';

/** Where a bad value was made, as a place to look at. */
export function producer(origin: Origin): Location {
  return {
    file: origin.file.path,
    line: origin.line,
    ...(origin.symbol ? { symbol: origin.symbol } : {}),
    score: Math.min(1, Math.max(0, origin.score)),
    reasons: [origin.certain ? reasonOf(origin.kind) : t('{0} (found by likeness)', reasonOf(origin.kind))],
    mapping: 'exact',
  };
}

/** What is wrong there, in a few words. */
function reasonOf(kind: Origin['kind']): string {
  switch (kind) {
    case 'missing-property':
      return t('makes the object without the property');
    case 'missing-field':
      return t('the class never gives the field a value');
    case 'missing-return':
      return t('does not return on some way');
    case 'returns-nothing':
      return t('returns nothing here');
    case 'lookup':
      return t('this search may find nothing');
    case 'not-awaited':
      return t('the result is not awaited');
    case 'missing-argument':
      return t('calls without the argument');
    case 'nothing-literal':
      return t('gives nothing here');
    case 'unassigned':
      return t('declared without a value');
    case 'boundary':
      return t('the value comes in here from outside');
    case 'loop-bound':
      return t('this bound runs the index');
    case 'index':
      return t('the index may lie beyond the ends');
    case 'empty':
      return t('the collection may be empty here');
    case 'unknown-key':
      return t('asks for a key that may not be there');
    case 'wrong-shape':
      return t('makes a value of another type');
    case 'parameter':
      return t('the value comes in through this parameter');
    case 'unknown-name':
      return t('the name is not known here');
  }
}
