import { type ModelSpend, type ModelTroubleReason, totalTokens } from '@errata/protocol/model';
import type { Candidate } from '@errata/protocol/proposal';
import type { FromWebview } from '@errata/protocol/webview';
import { plural, spoken, t } from '../l10n/translate.ts';
import type { IconName } from './icons.ts';
import { cut, engineWords, labelWords, seconds } from './words.ts';

const longestName = 200;

/** What a model cost, in words. */
export function spendWords(spent: ModelSpend) {
  const { input, output, cacheRead, cacheWrite } = spent.tokens;
  const parts = [t('{0} in', count(input + cacheWrite)), t('{0} out', count(output))];
  if (cacheRead > 0) parts.push(t('{0} from a cache', count(cacheRead)));
  return {
    calls: plural(spent.calls, t('{0} call', count(spent.calls)), t('{0} calls', count(spent.calls))),
    tokens: `${count(totalTokens(spent.tokens))} (${parts.join(', ')})`,
    cost: spent.cost === undefined ? t('not known: no price is known for it') : money(spent.cost),
    time: seconds(spent.milliseconds),
  };
}

/** In US dollars, fine enough for a cheap call to be more than nothing. */
export function money(cost: number): string {
  const fractions = { minimumFractionDigits: 2, maximumFractionDigits: cost < 0.1 ? 4 : 2 };
  return new Intl.NumberFormat(spoken(), { style: 'currency', currency: 'USD', ...fractions }).format(cost);
}

/** What made a candidate, and for how much. */
export function madeBy({ engine, label, spent }: Pick<Candidate, 'engine' | 'label' | 'spent'>): string {
  const rounds = spent?.reflections ?? 0;
  return [
    engineWords(engine),
    spent && cut(spent.model, longestName),
    labelWords(label),
    rounds > 0 && plural(rounds, t('after {0} failure', rounds), t('after {0} failures', rounds)),
    spent?.cost !== undefined && money(spent.cost),
  ]
    .filter(Boolean)
    .join(' · ');
}

function count(number: number): string {
  return new Intl.NumberFormat(spoken()).format(number);
}

/** Why a model gave nothing, as a heading. */
export function troubleWords(reason: ModelTroubleReason): string {
  switch (reason) {
    case 'no-model':
      return t('No model took part');
    case 'no-key':
      return t('There is no key for the model');
    case 'key-refused':
      return t('The key was refused');
    case 'forbidden':
      return t('The model may not be used');
    case 'model-not-found':
      return t('There is no such model');
    case 'context-too-long':
      return t('The error and its code are too long for the model');
    case 'refused':
      return t('The model refused');
    case 'empty':
    case 'bad-answer':
      return t('The answer of the model could not be read');
    case 'edit-does-not-match':
      return t('The model changed code that is not there');
    case 'edit-not-allowed':
      return t('The model changed what it may not');
    case 'too-long':
    case 'cut-off':
      return t('The answer of the model did not end well');
    case 'rate-limited':
    case 'overloaded':
      return t('The model has too much to do');
    case 'unreachable':
      return t('The model could not be reached');
    case 'timeout':
      return t('The model took too long');
    case 'budget-used-up':
      return t('The budget is used up');
    case 'command-failed':
      return t('The program failed');
  }
}

interface Way {
  readonly action: Extract<FromWebview, { type: 'model' }>['action'];
  readonly label: string;
  readonly icon: IconName;
}

/** What a person can do about it at once. */
export function modelWay(reason: ModelTroubleReason): Way | undefined {
  switch (reason) {
    case 'no-key':
    case 'key-refused':
      return { action: 'setKey', label: t('Set key'), icon: 'key' };
    case 'no-model':
    case 'forbidden':
    case 'model-not-found':
    case 'context-too-long':
    case 'refused':
      return { action: 'choose', label: t('Choose a model'), icon: 'sparkle' };
    case 'budget-used-up':
      return { action: 'setBudget', label: t('Change the budget'), icon: 'edit' };
    case 'unreachable':
    case 'timeout':
    case 'command-failed':
      return { action: 'showLog', label: t('Show log'), icon: 'info' };
    default:
      return undefined;
  }
}
