import type { RunView } from '@errata/protocol/agent-rpc';
import type { FixReport } from '@errata/protocol/cli';
import { type Candidate, type FileChange, recommendedCandidate } from '@errata/protocol/proposal';
import { createTwoFilesPatch } from 'diff';
import { printable } from './output.ts';

/** A run as `errata fix` reports it. */
export function fixReport(view: RunView, repository: string): FixReport {
  const { proposal, diagnosis, publication, failure } = view;
  const recommended = proposal && recommendedCandidate(proposal);
  const reproduction = proposal?.reproduction;
  return {
    status: publication
      ? 'published'
      : recommended && !failure
        ? 'proposed'
        : failure?.reason === 'no-fix' || failure?.reason === 'no-candidate'
          ? 'no-fix'
          : 'refused',
    message:
      failure?.message ??
      (publication ? `Pushed as ${publication.branch}.` : `A fix for ${repository} is ready.`),
    issue: view.issue,
    run: view.id,
    candidates: (proposal?.candidates ?? []).map(reportCandidate),
    ...(diagnosis ? { diagnosis } : {}),
    ...(recommended ? { recommended: reportCandidate(recommended) } : {}),
    ...(recommended?.verification ? { verification: recommended.verification } : {}),
    ...(reproduction ? { reproduction: { path: reproduction.path, diff: diffOf([reproduction]) } } : {}),
    ...(publication ? { published: publication } : {}),
  };
}

function reportCandidate({ changes, ...candidate }: Candidate): FixReport['candidates'][number] {
  return { ...candidate, diff: diffOf(changes), files: changes.map(change => change.path) };
}

function diffOf(changes: readonly FileChange[]): string {
  return changes
    .map(({ path, before, after }) =>
      createTwoFilesPatch(
        before === null ? '/dev/null' : `a/${path}`,
        after === null ? '/dev/null' : `b/${path}`,
        before ?? '',
        after ?? '',
      ).replace(/^=+\n/, ''),
    )
    .join('');
}

function sandboxText(sandbox: string): string {
  return sandbox === 'none' ? 'none, as you agreed' : sandbox;
}

/** The report for a person. */
export function fixText(report: FixReport): string {
  const { diagnosis, recommended, verification, published } = report;
  const [suspect] = diagnosis?.suspects ?? [];
  const lines = [
    diagnosis && `Cause     ${diagnosis.cause}`,
    suspect && `Commit    ${suspect.commit.slice(0, 10)} ${suspect.author}: ${suspect.subject}`,
    recommended &&
      `Fix       ${recommended.explanation} (${recommended.label}, confidence ${Math.round((recommended.confidence ?? 0) * 100)} %)`,
    verification && `Proof     ${verification.reason}`,
    verification &&
      `Sandbox   ${[sandboxText(verification.sandbox), ...(verification.setup ?? [])].join('; ')}`,
    recommended && `\n${recommended.diff}${report.reproduction?.diff ?? ''}`,
    published
      ? `Pushed    ${published.branch} (${published.commit.slice(0, 10)}) to ${published.remote || 'no remote: the branch is local'}`
      : report.message,
    published?.url && `Review    ${published.url}`,
  ];
  return printable(lines.filter(Boolean).join('\n'));
}
