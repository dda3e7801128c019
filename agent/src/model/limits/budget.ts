import type { ModelBudget } from '@errata/protocol/model';
import { type Admission, dayOf, type ModelLimit } from '@errata/protocol/model-ledger';
import { t } from '@vscode/l10n';
import { ModelError } from '../model-error.ts';

type Refused = Extract<Admission, { admitted: false }>;

const dayMilliseconds = 86_400_000;

/** Why a call was not made, and what can be done. */
export function usedUp(
  { limit, used }: Refused,
  budget: ModelBudget,
  wanted: { readonly tokens: number; readonly cost: number },
  now: Date,
): ModelError {
  const isMoney = limit.startsWith('money');
  const amount = isMoney ? dollars : tokens;
  const already = amount(used);
  const most = amount(budget[limit]);
  const next = amount(isMoney ? wanted.cost : wanted.tokens);
  const setting = `errata.modelBudget.${limit}`;
  if (!isOfDay(limit)) {
    return new ModelError(
      'budget-used-up',
      t(
        'Models may take {1} for one fix. {0} are used, and the next call may take {2}. Raise {3} to go on.',
        already,
        most,
        next,
        setting,
      ),
    );
  }
  const retryAt = new Date(dayOf(now).getTime() + dayMilliseconds);
  return new ModelError(
    'budget-used-up',
    t(
      'Models may take {1} in a day. {0} are used, and the next call may take {2}. Raise {3} to go on, or wait until {4}.',
      already,
      most,
      next,
      setting,
      `${retryAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    ),
    { retryAt },
  );
}

function isOfDay(limit: ModelLimit): boolean {
  return limit === 'moneyPerDay' || limit === 'tokensPerDay';
}

function dollars(amount: number): string {
  return `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}`;
}

function tokens(amount: number): string {
  return t('{0} tokens', amount);
}
