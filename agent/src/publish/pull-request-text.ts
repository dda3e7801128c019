import { type Event, reportedException } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { code, codeBlock, prose, words } from '@errata/protocol/markdown';
import type { ReproductionOutcome, TestOutcome, Verification } from '@errata/protocol/proposal';
import { rootException } from '@errata/protocol/root-exception';
import { t } from '@vscode/l10n';
import { editedLines } from '../decide/edit.ts';
import { subjectOf } from './commit-message.ts';
import { type ToldFix, verificationOf } from './told-fix.ts';

const mostTraceLines = 12;
const mostReasons = 8;
const mostOwners = 4;

/** The title of a pull request, as a conventional commit, and its body in Markdown. Whatever comes from an event is inert in both. */
export function pullRequestText(fix: ToldFix): { title: string; body: string } {
  const sections: (readonly [string, readonly (string | undefined)[]])[] = [
    [t('What crashed'), crash(fix.issue, fix.event)],
    [t('Root cause'), cause(fix)],
    [t('What changes, and why'), change(fix)],
    [t('Proof'), proof(fix)],
    [t('Confidence'), confidence(fix)],
    [t('Suspect and owners'), people(fix)],
    [t('How to reproduce'), reproduction(fix)],
  ];
  const told = sections.flatMap(([title, paragraphs]) => {
    const said = paragraphs.filter(text => text !== undefined && text !== '');
    return said.length === 0 ? [] : [`## ${title}`, ...said];
  });
  return { title: subjectOf(fix), body: `${[...told, origin(fix)].join('\n\n')}\n` };
}

/** What a person wrote, with all issues that they said it fixes. */
export function withOthers(body: string, others: readonly Issue[]): string {
  if (others.length === 0) return body;
  const lines = others.map(
    ({ id, title, count, lastSeen }) =>
      `- ${id}: ${words(title)} (${t('{0}, last {1}', times(count), moment(lastSeen))})`,
  );
  return `${body.trimEnd()}\n\n## ${t('Fixes as well')}\n\n${lines.join('\n')}\n`;
}

function crash(issue: Issue, event: Event): string[] {
  const { count, users, firstSeen, lastSeen, firstRelease, lastRelease } = issue;
  const often = [
    times(count),
    ...(users === 0 ? [] : [users === 1 ? t('by 1 user') : t('by {0} users', users)]),
    firstRelease
      ? t('since {0} (release {1})', moment(firstSeen), code(firstRelease))
      : t('since {0}', moment(firstSeen)),
    lastRelease
      ? t('last {0} (release {1})', moment(lastSeen), code(lastRelease))
      : t('last {0}', moment(lastSeen)),
  ];
  const where = event.environment ? t('Environment: {0}.', code(event.environment)) : '';
  return [
    codeBlock(trace(issue, event), mostTraceLines),
    [t('Seen {0}.', often.join(t(', '))), where].join(' ').trim(),
  ];
}

/** The exception as its program told it, the crash first; of the frames those of the person's own code. */
function trace(issue: Issue, event: Event): string {
  const exception = rootException(event) ?? reportedException(event);
  const frames = (exception?.frames ?? []).filter(({ inApp }) => inApp).reverse();
  return [
    exception ? `${exception.type}: ${exception.value}`.split('\n').slice(0, 3).join('\n') : issue.title,
    ...frames.map(({ function: name, file, line }) => {
      const place = line === undefined ? file : `${file}:${line}`;
      return `    at ${(name ? `${name} (${place})` : place).replace(/\s+/g, ' ')}`;
    }),
  ].join('\n');
}

function cause({ diagnosis }: ToldFix): string[] {
  if (diagnosis === undefined) return [];
  const [place] = diagnosis.locations;
  if (place === undefined) return [prose(diagnosis.cause)];
  const line = code(`${place.file}:${place.line}`);
  return [
    prose(diagnosis.cause),
    place.symbol
      ? t('The fix belongs at {0} in {1}.', line, code(place.symbol))
      : t('The fix belongs at {0}.', line),
  ];
}

function change({ candidate, edited, changes }: ToldFix): (string | undefined)[] {
  const files = changes
    .filter(({ before, after }) => before !== after)
    .map(file => {
      const { added, removed } = editedLines([file]);
      return `- ${code(file.path)} (+${added.length} −${removed.length})`;
    });
  return [
    candidate && prose(candidate.explanation),
    candidate?.label === 'guard'
      ? t('It guards against the symptom; the cause may lie elsewhere.')
      : undefined,
    edited && t('A person edited it in the review: what stands here is their version, not an engine’s.'),
    files.join('\n'),
  ];
}

function proof(fix: ToldFix): (string | undefined)[] {
  const verification = verificationOf(fix);
  if (verification === undefined) return [t('These texts were not run in a sandbox.')];
  const { sandbox, setup = [], reason, verdict } = verification;
  const ran =
    sandbox === 'none'
      ? t('Run without a sandbox, as a person agreed')
      : t('Run in a sandbox ({0})', code(sandbox));
  return [
    `**${verdictWord(verdict)}**: ${prose(reason)}`,
    [`| | ${t('before')} | ${t('after')} |`, '|---|---|---|', ...rows(verification)].join('\n'),
    t('{0}.', [ran, ...setup.map(prose)].join('; ')),
  ];
}

function rows({ reproduction, tests }: Verification): string[] {
  const { before, after } = reproduction;
  return [
    ...(after.result === 'not-run'
      ? []
      : [`| ${t('The error of the event')} | ${outcome(before)} | ${outcome(after)} |`]),
    ...(tests.after.ran ? [`| ${t('Tests')} | ${suite(tests.before)} | ${suite(tests.after)} |`] : []),
  ];
}

function suite({ ran, passed, failed }: TestOutcome): string {
  return ran ? t('{0} passed, {1} failed', passed, failed) : t('did not run');
}

function confidence({ candidate, edited }: ToldFix): string[] {
  const { confidence: value, confidenceReasons = [] } = edited ?? candidate ?? {};
  if (value === undefined) return [];
  const reasons = confidenceReasons.slice(0, mostReasons).map(reason => `- ${prose(reason)}`);
  const percent = Math.round(value * 100);
  return [edited ? t('{0} %, of the edited version.', percent) : t('{0} %.', percent), reasons.join('\n')];
}

function people({ diagnosis }: ToldFix): (string | undefined)[] {
  const [suspect] = diagnosis?.suspects ?? [];
  const owners = (diagnosis?.owners ?? []).slice(0, mostOwners);
  return [
    suspect &&
      t(
        'Suspect: {0} {1}, by {2}, {3} ({4}).',
        code(suspect.commit.slice(0, 12)),
        words(suspect.subject),
        words(suspect.author),
        moment(suspect.date),
        suspect.reasons.map(prose).join('; '),
      ),
    owners.length === 0
      ? undefined
      : t(
          'Owners: {0}.',
          owners.map(({ name, source }) => `${words(withoutMail(name))} (${source})`).join(', '),
        ),
  ];
}

function reproduction(fix: ToldFix): string[] {
  const flipped = verificationOf(fix)?.reproduction.after.result === 'passed';
  if (fix.test !== undefined)
    return [
      flipped
        ? t('{0} was made from the event: it fails without this change and passes with it.', code(fix.test))
        : t('{0} was made from the event: it fails without this change.', code(fix.test)),
    ];
  const reason = verificationOf(fix)?.reproduction.reason;
  return [
    reason === undefined
      ? t('No test of the error goes with this change.')
      : t('The error was not reproduced: {0}', prose(reason)),
  ];
}

function origin({ issue, logCenter }: ToldFix): string {
  const made =
    logCenter === undefined
      ? t('Made by Errata from issue {0}.', issue.id)
      : t('Made by Errata from issue {0} of [the log center]({1}).', issue.id, logCenter);
  return `---\n${made}`;
}

function times(count: number): string {
  return count === 1 ? t('once') : t('{0} times', count);
}

function verdictWord(verdict: Verification['verdict']): string {
  switch (verdict) {
    case 'proven':
      return t('proven');
    case 'plausible':
      return t('plausible');
    case 'rejected':
      return t('rejected');
  }
}

function outcome({ result }: ReproductionOutcome): string {
  switch (result) {
    case 'raised':
      return t('raised');
    case 'passed':
      return t('passed');
    case 'other':
      return t('another failure');
    case 'not-run':
      return t('not run');
  }
}

function moment(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `Ada <ada@example.org>` by the name alone: not everyone wants their address in a pull request. */
function withoutMail(name: string): string {
  return name.replace(/\s*<[^<>]*>\s*$/, '') || name;
}
