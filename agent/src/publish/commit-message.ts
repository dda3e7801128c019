import type { Issue } from '@errata/protocol/issue';
import { oneLine } from '@errata/protocol/plain-text';
import type { Verification } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { type ToldFix, verificationOf } from './told-fix.ts';

const subjectWidth = 72;
const bodyWidth = 72;
const longestTitle = 250;
/** All but the end of a line and the tab. */
const controls = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069]+/gu;

/** A conventional commit: what was changed, what crashed, what was proven, and trailers for tools. */
export function commitMessage(fix: ToldFix): string {
  const { issue, diagnosis, edited } = fix;
  const verification = verificationOf(fix);
  const paragraphs = [
    diagnosis?.cause,
    seen(issue),
    verification && proof(verification),
    edited && t('A person edited the fix before it was published.'),
  ];
  const body = paragraphs
    .filter(text => text !== undefined && text !== '')
    .map(text => wrap(oneLine(String(text))));
  return `${[subjectOf(fix), ...body, trailers(fix)].join('\n\n')}\n`;
}

/** What a person says of a pull request as a commit: its title, its body, and the trailers. */
export function requestedMessage({ title, body }: { title: string; body: string }, fix: ToldFix): string {
  const subject = cut(title.replace(controls, ' ').replace(/\s+/g, ' ').trim(), longestTitle);
  const text = body.replaceAll('\r\n', '\n').replace(controls, '').trim();
  return `${[subject, ...(text === '' ? [] : [text]), trailers(fix)].join('\n\n')}\n`;
}

export function subjectOf({ candidate, issue }: Pick<ToldFix, 'candidate' | 'issue'>): string {
  return cut(`fix: ${lowerFirst(oneLine(candidate?.explanation ?? issue.title))}`, subjectWidth);
}

function trailers({ issue, others = [], event, diagnosis }: ToldFix): string {
  const [suspect] = diagnosis?.suspects ?? [];
  return [
    ...[issue, ...others].map(({ id }) => `Errata-Issue: ${id}`),
    event.release && `Errata-Release: ${oneLine(event.release)}`,
    suspect && `Errata-Suspect: ${suspect.commit.slice(0, 12)}`,
  ]
    .filter(Boolean)
    .join('\n');
}

function proof(verification: Verification): string {
  const { reproduction, tests } = verification;
  const suite = tests.after.ran
    ? t('{0} tests pass, {1} fail', tests.after.passed, tests.after.failed)
    : t('no test suite ran');
  return reproduction.after.result === 'passed'
    ? t(
        'A test made from the event failed before and passes now; {0} (sandbox: {1}).',
        suite,
        verification.sandbox,
      )
    : t('The error could not be reproduced from the event; {0} (sandbox: {1}).', suite, verification.sandbox);
}

function seen({ count, lastSeen, title, culprit }: Issue): string {
  return count === 1
    ? t('Seen 1 time, last {0}: {1} in {2}.', lastSeen, title, culprit)
    : t('Seen {0} times, last {1}: {2} in {3}.', count, lastSeen, title, culprit);
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

function cut(text: string, width: number): string {
  const clean = text.replace(/[.。]$/, '');
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
