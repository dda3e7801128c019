import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Issue } from '@errata/protocol/issue';
import type { Candidate, Verification } from '@errata/protocol/proposal';

const subjectWidth = 72;
const bodyWidth = 72;

/** A conventional commit: what was changed, what crashed, what was proven, and trailers for tools. */
export function commitMessage(input: {
  issue: Issue;
  candidate: Candidate | undefined;
  diagnosis: Diagnosis | undefined;
  release: string | undefined;
}): string {
  const { issue, candidate, diagnosis } = input;
  const paragraphs = [
    diagnosis?.cause,
    `Seen ${issue.count} time${issue.count === 1 ? '' : 's'}, last ${issue.lastSeen}: ${issue.title} in ${issue.culprit}.`,
    candidate?.verification && proof(candidate.verification),
  ];
  const suspect = diagnosis?.suspects[0];
  const trailers = [
    `Errata-Issue: ${issue.id}`,
    input.release && `Errata-Release: ${input.release}`,
    suspect && `Errata-Suspect: ${suspect.commit.slice(0, 12)}`,
  ];
  const subject = cut(`fix: ${lowerFirst(oneLine(candidate?.explanation ?? issue.title))}`, subjectWidth);
  const body = paragraphs
    .filter(text => text !== undefined && text !== '')
    .map(text => wrap(oneLine(String(text))));
  return `${[
    subject,
    ...body,
    trailers
      .filter(Boolean)
      .map(text => oneLine(String(text)))
      .join('\n'),
  ].join('\n\n')}\n`;
}

function proof(verification: Verification): string {
  const { reproduction, tests } = verification;
  const suite = tests.after.ran
    ? `${tests.after.passed} tests pass, ${tests.after.failed} fail`
    : 'no test suite ran';
  return reproduction.after.result === 'passed'
    ? `A test made from the event failed before and passes now; ${suite} (sandbox: ${verification.sandbox}).`
    : `The error could not be reproduced from the event; ${suite} (sandbox: ${verification.sandbox}).`;
}

/** Text of strangers on one line, that can neither mention people nor close issues on a forge. */
function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/#(?=\d)/g, '#\u200b');
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function cut(text: string, width: number): string {
  const clean = text.replace(/\.$/, '');
  if (clean.length <= width) return clean;
  const at = clean.lastIndexOf(' ', width - 1);
  return `${clean.slice(0, at > width / 2 ? at : width - 1)}…`;
}

/** Never begins a line with `Word:`, which tools would read as a trailer. */
function wrap(text: string): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > bodyWidth && !word.endsWith(':')) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
