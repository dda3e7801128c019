import type { FailingTests, FixReport } from '@errata/protocol/cli';
import { totalTokens } from '@errata/protocol/model';
import type { TestOutcome } from '@errata/protocol/proposal';
import { printable } from './output.ts';

const mostFailing = 5;
const mostOthers = 3;

/** The report of `errata fix` for a person. */
export function fixText(report: FixReport): string {
  const { diagnosis, recommended, verification, published, tests } = report;
  const [suspect] = diagnosis?.suspects ?? [];
  const [place] = diagnosis?.locations ?? [];
  const lines = [
    ...(tests ? failing(tests) : []),
    place && line('Where', `${place.file}:${place.line}${place.symbol ? ` ${place.symbol}` : ''}`),
    diagnosis && line('Cause', diagnosis.cause),
    diagnosis?.explained?.cause && line('Explained', diagnosis.explained.cause),
    suspect && line('Commit', `${suspect.commit.slice(0, 10)} ${suspect.author}: ${suspect.subject}`),
    recommended &&
      line('Fix', `${recommended.explanation} (${recommended.label}, ${sure(recommended.confidence)})`),
    ...(recommended?.confidenceReasons ?? []).map((reason, at) => line(at === 0 ? 'Because' : '', reason)),
    verification && line('Proof', verification.reason),
    verification && suites(verification.tests),
    verification &&
      line('Sandbox', [sandbox(verification.sandbox), ...(verification.setup ?? [])].join('; ')),
    ...(verification?.cautions ?? []).map((caution, at) => line(at === 0 ? 'Look at' : '', caution)),
    ...nearest(report),
    ...models(report),
    ...others(report),
    recommended && `\n${recommended.diff}${report.reproduction?.diff ?? ''}`,
    published
      ? line(
          'Pushed',
          `${published.branch} (${published.commit.slice(0, 10)}) to ${published.remote || 'no remote: the branch is local'}`,
        )
      : report.message,
    published?.url && line(published.pullRequest?.number === undefined ? 'Open' : 'Review', published.url),
    ...(published?.notes ?? []).map(note => line('Note', note)),
    isOpenLater(report) &&
      line('Then', `errata fix --issue ${report.issue} --publish opens its pull request when that is mended`),
  ];
  return printable(lines.filter(Boolean).join('\n'));
}

/** Where nothing can be recommended: how far the best of what was tried came, and what kept the error from being seen again. */
function nearest({ candidates, recommended }: FixReport): string[] {
  if (recommended) return [];
  const tried = candidates.filter(({ verification }) => verification !== undefined);
  const best = tried.find(({ verification }) => verification?.verdict !== 'rejected') ?? tried[0];
  if (!best?.verification) return [];
  const { verdict, reason, reproduction } = best.verification;
  return [
    ...(verdict === 'rejected' ? [line('Nearest', best.explanation)] : []),
    line('Proof', reason),
    ...(reproduction.reason ? [line('', reproduction.reason)] : []),
  ];
}

/** There is a branch on a forge, and its pull request could not be opened. */
function isOpenLater({ published, issue }: FixReport): boolean {
  return issue !== undefined && published?.url !== undefined && published.pullRequest?.number === undefined;
}

function line(label: string, text: string): string {
  return `${label.padEnd(10)}${text}`;
}

function failing({ failing, others }: FailingTests): string[] {
  const shown = failing.slice(0, mostFailing).map(({ name, error }) => `${name}${error && `  ${error}`}`);
  const more = failing.length - shown.length;
  const left = others.length === 0 ? [] : [`${others.length} more, left alone: ${some(others)}`];
  return [...shown, ...(more > 0 ? [`and ${more} more`] : []), ...left].map((text, at) =>
    line(at === 0 ? 'Fails' : '', text),
  );
}

function some(names: readonly string[]): string {
  return names.slice(0, mostOthers).join(', ') + (names.length > mostOthers ? ', …' : '');
}

function suites({ before, after }: { before: TestOutcome; after: TestOutcome }): string {
  if (!before.ran || !after.ran) return '';
  const said = ({ passed, failed }: TestOutcome) => `${passed} passed, ${failed} failed`;
  return line('Tests', `${said(before)} before → ${said(after)} after`);
}

/** What was tried besides, and came through as well. */
function others({ candidates, recommended, tried }: FixReport): string[] {
  const held = candidates.filter(({ verification }) => verification && verification.verdict !== 'rejected');
  const rivals = held.filter(({ id }) => id !== recommended?.id);
  return [
    ...(tried === undefined || tried === 0
      ? []
      : [line('Tried', `${tried} candidates, ${held.length} held`)]),
    ...rivals
      .slice(0, mostOthers)
      .map(({ explanation, label, confidence }) =>
        line(recommended ? 'Also' : 'Held', `${explanation} (${label}, ${sure(confidence)})`),
      ),
  ];
}

/** Who was asked, what that cost, and what went wrong. */
function models({ spent, recommended, modelTrouble }: FixReport): string[] {
  const again = recommended?.spent?.reflections ?? 0;
  const said = spent && [
    ...(spent.calls === 1 ? ['1 call'] : [`${spent.calls} calls`]),
    `${totalTokens(spent.tokens).toLocaleString('en')} tokens`,
    spent.cost === undefined ? 'price unknown' : `$${spent.cost.toFixed(4)}`,
    `${(spent.milliseconds / 1000).toFixed(1)} s`,
    ...(again === 0
      ? []
      : [`the fix came after ${again} ${again === 1 ? 'failure' : 'failures'} given back`]),
  ];
  return [
    ...(spent && said ? [line('Model', `${spent.model}: ${said.join(', ')}`)] : []),
    ...(modelTrouble ? [line('Trouble', modelTrouble.message)] : []),
  ];
}

function sure(confidence = 0): string {
  return `confidence ${Math.round(confidence * 100)} %`;
}

function sandbox(kind: string): string {
  return kind === 'none' ? 'none, as you agreed' : kind;
}
