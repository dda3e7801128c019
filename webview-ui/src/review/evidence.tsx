import type { ReproductionOutcome, TestOutcome, Verification } from '@errata/protocol/proposal';
import { t } from '../l10n/translate.ts';
import { Confidence } from './confidence.tsx';
import { Icon } from './icon.tsx';
import { Pill } from './pill.tsx';
import { Prose } from './prose.tsx';
import { reproductionWords, type Said, seconds, testWords, verdictWords, visible } from './words.ts';

interface EvidenceProps {
  readonly verification: Verification | undefined;
  readonly confidence: number | undefined;
  /** What raised and lowered it. */
  readonly reasons: readonly string[];
}

/** What the sandbox found before and after, and how sure that makes us. */
export function Evidence({ verification, confidence, reasons }: EvidenceProps) {
  return (
    <section class="card" aria-labelledby="evidence">
      <h2 id="evidence">
        <Icon name="beaker" /> {t('Evidence')}
      </h2>
      {verification ? <Proof verification={verification} /> : <Unverified />}
      {verification?.cautions && <Cautions cautions={verification.cautions} />}
      {verification && confidence !== undefined && <Confidence confidence={confidence} reasons={reasons} />}
    </section>
  );
}

/** What nobody but a person may let out. */
function Cautions({ cautions }: { cautions: readonly string[] }) {
  return (
    <div class="trouble">
      <p>
        <Icon name="warning" /> <strong>{t('Look at this before you push')}</strong>
      </p>
      <ul>
        {cautions.map(caution => (
          <li key={caution}>{visible(caution)}</li>
        ))}
      </ul>
    </div>
  );
}

function Unverified() {
  return (
    <p class="dim">
      {t('What you selected has not been verified as it stands. It will be before it is pushed.')}
    </p>
  );
}

function Proof({ verification }: { verification: Verification }) {
  const { reproduction, tests, sandbox, setup = [], milliseconds, reason } = verification;
  return (
    <>
      <p class="verdict">
        <Pill said={verdictWords(verification)} />{' '}
        <span>
          <Prose text={reason} />
        </span>
      </p>
      <table class="evidence">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('Before')}</th>
            <th scope="col">{t('After')}</th>
          </tr>
        </thead>
        <tbody>
          <Row
            title={t('Reproduction')}
            before={reproductionWords(reproduction.before)}
            after={reproductionWords(reproduction.after)}
          />
          <Row title={t('Tests')} before={testWords(tests.before)} after={testWords(tests.after)} />
        </tbody>
      </table>
      {reproduction.reason && <p class="dim">{visible(reproduction.reason)}</p>}
      <Failures failures={tests.after.failures} />
      <p class="dim sandbox">
        <Icon name="check" />
        {sandbox === 'none'
          ? t('Without a sandbox, as agreed, in {0}', seconds(milliseconds))
          : t('Ran in a sandbox ({0}) without network, in {1}', visible(sandbox), seconds(milliseconds))}
      </p>
      {setup.map(each => (
        <p class="dim setup" key={each}>
          {visible(each)}
        </p>
      ))}
      <Outputs reproduction={reproduction} tests={tests} />
    </>
  );
}

function Row({ title, before, after }: { title: string; before: Said; after: Said }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        <Pill said={before} />
      </td>
      <td>
        <Pill said={after} />
      </td>
    </tr>
  );
}

const mostFailures = 10;

function Failures({ failures }: { failures: readonly string[] }) {
  if (failures.length === 0) return null;
  const more = failures.length - mostFailures;
  return (
    <ul class="failures">
      {failures.slice(0, mostFailures).map(name => (
        <li key={name}>{visible(name)}</li>
      ))}
      {more > 0 && <li>{t('{0} more', more)}</li>}
    </ul>
  );
}

interface OutputsProps {
  readonly reproduction: { readonly before: ReproductionOutcome; readonly after: ReproductionOutcome };
  readonly tests: { readonly before: TestOutcome; readonly after: TestOutcome };
}

function Outputs({ reproduction, tests }: OutputsProps) {
  return (
    <>
      <Output title={t('Output of the reproduction before')} text={reproduction.before.output} />
      <Output title={t('Output of the reproduction after')} text={reproduction.after.output} />
      <Output title={t('Output of the tests before')} text={tests.before.output} />
      <Output title={t('Output of the tests after')} text={tests.after.output} />
    </>
  );
}

const longestOutput = 20_000;

/** The end of an output, which is where the reason stands. */
function Output({ title, text }: { title: string; text: string }) {
  if (text.trim() === '') return null;
  return (
    <details class="output">
      <summary>{title}</summary>
      {text.length > longestOutput && <p class="dim">{t('Only the end is shown.')}</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{visible(text.slice(-longestOutput))}</pre>
    </details>
  );
}
