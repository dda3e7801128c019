import type { ModelSpend, ModelTrouble } from '@errata/protocol/model';
import type { ReviewSnapshot } from '@errata/protocol/webview';
import type { ComponentChildren } from 'preact';
import { plural, t } from '../l10n/translate.ts';
import { Button } from './button.tsx';
import { post } from './host.ts';
import { Icon } from './icon.tsx';
import { modelWay, spendWords, troubleWords } from './model-words.ts';
import { Prose } from './prose.tsx';
import { cut } from './words.ts';

const longestName = 200;

/** What a model took part with: its name, its price, its time, and what went wrong with it. Nothing where none did. */
export function ModelCard({
  spent,
  modelTrouble,
  candidates,
  stage,
  busy,
}: Pick<ReviewSnapshot, 'spent' | 'modelTrouble' | 'candidates' | 'stage' | 'busy'>) {
  if (!spent && !modelTrouble) return null;
  return (
    <section class="card model" aria-labelledby="model">
      <h2 id="model">
        <Icon name="sparkle" /> {t('Model')}
      </h2>
      {modelTrouble && (
        <Trouble
          trouble={modelTrouble}
          hasFix={candidates.length > 0}
          // A run that has ended is begun anew, which is offered where that is said.
          mayRetry={stage === 'awaiting-approval' && busy === undefined}
        />
      )}
      {spent && <Spent spent={spent} rounds={roundsOf([{ spent }, ...candidates])} />}
    </section>
  );
}

/** How often it was told what failed, at most: the run may not know what its candidates do. */
function roundsOf(all: readonly { readonly spent?: ModelSpend | undefined }[]): number {
  return Math.max(...all.map(({ spent }) => spent?.reflections ?? 0));
}

function Spent({ spent, rounds }: { spent: ModelSpend; rounds: number }) {
  const { calls, tokens, cost, time } = spendWords(spent);
  return (
    <dl class="spent">
      <Fact term={t('Used')}>
        <code>{cut(spent.model, longestName)}</code>
      </Fact>
      <Fact term={t('Cost')}>{cost}</Fact>
      <Fact term={t('Time')}>{[time, calls].join(' · ')}</Fact>
      <Fact term={t('Tokens')}>{tokens}</Fact>
      {rounds > 0 && (
        <Fact term={t('Rounds')}>
          {plural(rounds, t('{0} time told what failed', rounds), t('{0} times told what failed', rounds))}
        </Fact>
      )}
    </dl>
  );
}

function Fact({ term, children }: { term: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </>
  );
}

interface TroubleProps {
  readonly trouble: ModelTrouble;
  readonly hasFix: boolean;
  readonly mayRetry: boolean;
}

function Trouble({ trouble, hasFix, mayRetry }: TroubleProps) {
  const way = modelWay(trouble.reason);
  return (
    <div class="trouble">
      <p>
        <Icon name="warning" /> <strong>{troubleWords(trouble.reason)}</strong>
      </p>
      <p>
        <Prose text={trouble.message} />
      </p>
      {hasFix && <p class="dim">{t('What was found without it is here all the same.')}</p>}
      <span class="buttons">
        {way && (
          <Button
            icon={way.icon}
            label={way.label}
            onClick={() => post({ type: 'model', action: way.action })}
          />
        )}
        {mayRetry && (
          <Button
            icon="refresh"
            label={t('Try again')}
            title={t('Try again: ask the model once more')}
            onClick={() => post({ type: 'fixAgain' })}
          />
        )}
      </span>
    </div>
  );
}
