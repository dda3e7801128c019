import type { Verification } from '@errata/protocol/proposal';
import { Icon } from './icon.tsx';
import { Prose } from './prose.tsx';
import {
  confidenceWords,
  percent,
  reproductionWords,
  type Said,
  testWords,
  verdictWords,
  visible,
} from './words.ts';

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
        <Icon name="beaker" /> Evidence
      </h2>
      {verification ? <Proof verification={verification} /> : <Unverified />}
      {verification && confidence !== undefined && <Confidence confidence={confidence} reasons={reasons} />}
    </section>
  );
}

function Proof({ verification }: { verification: Verification }) {
  const { reproduction, tests, sandbox, setup = [], milliseconds, reason } = verification;
  const verdict = verdictWords(verification);
  return (
    <>
      <p class="verdict">
        <Pill said={verdict} />{' '}
        <span>
          <Prose text={reason} />
        </span>
      </p>
      <table class="evidence">
        <thead>
          <tr>
            <td />
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">Reproduction</th>
            <td>
              <Pill said={reproductionWords(reproduction.before)} />
            </td>
            <td>
              <Pill said={reproductionWords(reproduction.after)} />
            </td>
          </tr>
          <tr>
            <th scope="row">Tests</th>
            <td>
              <Pill said={testWords(tests.before)} />
            </td>
            <td>
              <Pill said={testWords(tests.after)} />
            </td>
          </tr>
        </tbody>
      </table>
      {reproduction.reason && <p class="dim">{visible(reproduction.reason)}</p>}
      {tests.after.failures.length > 0 && (
        <ul class="failures">
          {tests.after.failures.slice(0, 10).map(name => (
            <li key={name}>{visible(name)}</li>
          ))}
        </ul>
      )}
      <p class="dim">
        Sandbox: {sandbox === 'none' ? 'none, as agreed' : `${visible(sandbox)}, no network`},{' '}
        {(milliseconds / 1000).toFixed(1)} s
      </p>
      {setup.map(each => (
        <p class="dim" key={each}>
          {visible(each)}
        </p>
      ))}
      <Output title="Output of the reproduction before" text={reproduction.before.output} />
      <Output title="Output of the reproduction after" text={reproduction.after.output} />
      <Output title="Output of the tests after" text={tests.after.output} />
    </>
  );
}

function Unverified() {
  return (
    <p class="dim">What you selected has not been verified as it stands. It will be before it is pushed.</p>
  );
}

function Confidence({ confidence, reasons }: { confidence: number; reasons: readonly string[] }) {
  const { words, tone } = confidenceWords(confidence);
  return (
    <>
      <div class="confidence">
        <span id="confidence">
          {words} <span class="dim">({percent(confidence)})</span>
        </span>
        <progress class={tone} max={1} value={confidence} aria-labelledby="confidence" />
      </div>
      {reasons.length > 0 && (
        <details class="output">
          <summary>Why</summary>
          <ul>
            {reasons.map(reason => (
              <li key={reason}>{visible(reason)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

function Output({ title, text }: { title: string; text: string }) {
  if (text.trim() === '') return null;
  return (
    <details class="output">
      <summary>{title}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{visible(text.slice(-20_000))}</pre>
    </details>
  );
}

const icons = { good: 'pass', bad: 'error', warning: 'warning', neutral: 'circle-slash' };

function Pill({ said: { words, tone } }: { said: Said }) {
  return (
    <span class={`pill ${tone}`}>
      <Icon name={icons[tone]} /> {words}
    </span>
  );
}
