import { styleText } from 'node:util';
import type { FixReport } from '@errata/protocol/cli';
import type { Issue } from '@errata/protocol/issue';
import type { Crash } from './crash.ts';

/** What was found out about one crash, to be told. */
export interface Chapter {
  readonly number: number;
  readonly of: number;
  readonly example: string;
  readonly crash: Crash;
  readonly issue: Issue;
  readonly client: string;
  readonly report: FixReport;
  readonly repository: string;
  /** What the pushed branch did when it was checked out afresh. */
  readonly check: { testsPass: boolean; crashGone: boolean; how: string };
}

const labelWidth = 10;
const outcomes = {
  raised: 'crashes',
  other: 'fails otherwise',
  passed: 'passes',
  'not-run': 'not run',
} as const;

function heading(text: string): string {
  return styleText('bold', text);
}

/** One crash as a person wants to read it: what broke, why, who, the fix, the proof, and where it is now. */
export function tell(chapter: Chapter): string {
  const { issue, report, crash, check } = chapter;
  const [producer] = report.diagnosis?.locations ?? [];
  const [suspect] = report.diagnosis?.suspects ?? [];
  const owners = report.diagnosis?.owners ?? [];
  const fix = report.recommended;
  return [
    heading(`${chapter.example} ${chapter.number}/${chapter.of}: ${crash.title}`),
    row('Crashed', `${issue.title}\n${issue.culprit}, ${issue.id}, reported by ${chapter.client}`),
    row('Cause', report.diagnosis?.cause ?? 'not found'),
    row(
      'Line',
      producer ? `${producer.file}:${producer.line}${producer.symbol ? ` in ${producer.symbol}` : ''}` : '–',
    ),
    row(
      'Commit',
      suspect
        ? `${suspect.commit.slice(0, 10)} ${suspect.subject}\n${suspect.author}, ${suspect.date.slice(0, 10)} (${suspect.reasons.join('; ')})`
        : 'nothing convincing',
    ),
    row('Owners', owners.map(owner => owner.name).join(', ') || 'nobody is named'),
    row(
      'Fix',
      fix
        ? `${fix.explanation}\n${fix.label}, ${fix.engine} ${fix.template ?? ''}, confidence ${percent(fix.confidence)}`
        : report.message,
    ),
    fix ? indent(colourDiff(fix.diff + (report.reproduction?.diff ?? ''))) : '',
    row('Proof', proof(report)),
    row(
      'Checked',
      `a fresh clone of the branch: ${check.testsPass ? 'tests pass' : 'TESTS FAIL'}, ${check.how}`,
    ),
    row('Pushed', report.published ? `${report.published.branch} → ${report.published.remote}` : 'nothing'),
    row('Look', `git -C ${chapter.repository} show ${report.published?.commit.slice(0, 10) ?? ''}`),
  ]
    .filter(line => line !== '')
    .join('\n');
}

/** What became of a fix once it was pushed. */
export function tellEnding({
  merge,
  merged,
  deployed,
}: {
  merge: string;
  merged: string;
  deployed: string;
}): string {
  return [
    row('Merged', `a colleague merged it as ${merge.slice(0, 10)}; errata follow: the issue is ${merged}`),
    row('Deployed', `that commit runs in production; errata follow: the issue is ${deployed}`),
  ].join('\n');
}

function proof(report: FixReport): string {
  const verification = report.verification;
  if (!verification) return 'none';
  const { before, after } = verification.reproduction;
  const { tests } = verification;
  const test = report.reproduction ? `regression test ${report.reproduction.path}: ` : 'reproduction: ';
  return [
    `${test}${outcomes[before.result]} before → ${outcomes[after.result]} after`,
    `suite: ${tests.before.passed} passed, ${tests.before.failed} failed before → ${tests.after.passed} passed, ${tests.after.failed} failed after`,
    `sandbox: ${verification.sandbox}, ${(verification.milliseconds / 1000).toFixed(1)} s`,
  ].join('\n');
}

function row(label: string, text: string): string {
  const [first, ...rest] = text.split('\n');
  return [
    `  ${styleText('cyan', label.padEnd(labelWidth))}${first}`,
    ...rest.map(line => `${' '.repeat(labelWidth + 2)}${line}`),
  ].join('\n');
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map(line => `${' '.repeat(labelWidth + 2)}${line}`)
    .join('\n');
}

function colourDiff(diff: string): string {
  return diff
    .split('\n')
    .filter(line => !/^(Index:|={10,}|diff --git|index )/.test(line))
    .map(line => {
      if (/^(---|\+\+\+) /.test(line)) return styleText('bold', line);
      if (line.startsWith('+')) return styleText('green', line);
      if (line.startsWith('-')) return styleText('red', line);
      return line.startsWith('@@') ? styleText('dim', line) : line;
    })
    .join('\n');
}

function percent(confidence: number | undefined): string {
  return confidence === undefined ? 'unknown' : `${Math.round(confidence * 100)} %`;
}
