import { type Event, reportedException } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import type { TestOutcome, Verification } from '@errata/protocol/proposal';
import { rootException } from '@errata/protocol/root-exception';
import { editedLines } from '../decide/edit.ts';
import { subjectOf } from './commit-message.ts';
import { code, codeBlock, prose, words } from './markdown.ts';
import { type ToldFix, verificationOf } from './told-fix.ts';

const mostTraceLines = 12;
const mostReasons = 8;
const mostOwners = 4;

/** The title of a pull request, as a conventional commit, and its body in Markdown. Whatever comes from an event is inert in both. */
export function pullRequestText(fix: ToldFix): { title: string; body: string } {
  const sections: (readonly [string, readonly (string | undefined)[]])[] = [
    ['What crashed', crash(fix.issue, fix.event)],
    ['Root cause', cause(fix)],
    ['What changes, and why', change(fix)],
    ['Proof', proof(fix)],
    ['Confidence', confidence(fix)],
    ['Suspect and owners', people(fix)],
    ['How to reproduce', reproduction(fix)],
  ];
  const told = sections.flatMap(([title, paragraphs]) => {
    const said = paragraphs.filter(text => text !== undefined && text !== '');
    return said.length === 0 ? [] : [`## ${title}`, ...said];
  });
  return { title: subjectOf(fix), body: `${[...told, origin(fix)].join('\n\n')}\n` };
}

function crash(issue: Issue, event: Event): string[] {
  const { count, users, firstSeen, lastSeen, firstRelease, lastRelease } = issue;
  const often = `Seen ${times(count)}${users > 0 ? `, by ${users} ${users === 1 ? 'user' : 'users'}` : ''}`;
  const since = `since ${moment(firstSeen)}${firstRelease ? ` (release ${code(firstRelease)})` : ''}`;
  const last = `last ${moment(lastSeen)}${lastRelease ? ` (release ${code(lastRelease)})` : ''}`;
  const where = event.environment ? ` Environment: ${code(event.environment)}.` : '';
  return [codeBlock(trace(issue, event), mostTraceLines), `${often}, ${since}, ${last}.${where}`];
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
  const where =
    place && `${code(`${place.file}:${place.line}`)}${place.symbol ? ` in ${code(place.symbol)}` : ''}`;
  return [prose(diagnosis.cause), ...(where ? [`The fix belongs at ${where}.`] : [])];
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
    candidate?.label === 'guard' ? 'It guards against the symptom; the cause may lie elsewhere.' : undefined,
    edited && 'A person edited it in the review: what stands here is their version, not an engine’s.',
    files.join('\n'),
  ];
}

function proof(fix: ToldFix): (string | undefined)[] {
  const verification = verificationOf(fix);
  if (verification === undefined) return ['These texts were not run in a sandbox.'];
  const { sandbox, setup = [], reason, verdict } = verification;
  const where =
    sandbox === 'none' ? 'without a sandbox, as a person agreed' : `in a sandbox (${code(sandbox)})`;
  return [
    `**${verdict}**: ${prose(reason)}`,
    ['| | before | after |', '|---|---|---|', ...rows(verification)].join('\n'),
    `Run ${where}${setup.length === 0 ? '' : `; ${setup.map(prose).join('; ')}`}.`,
  ];
}

function rows({ reproduction, tests }: Verification): string[] {
  const { before, after } = reproduction;
  return [
    ...(after.result === 'not-run'
      ? []
      : [`| The error of the event | ${before.result} | ${after.result} |`]),
    ...(tests.after.ran ? [`| Tests | ${suite(tests.before)} | ${suite(tests.after)} |`] : []),
  ];
}

function suite({ ran, passed, failed }: TestOutcome): string {
  return ran ? `${passed} passed, ${failed} failed` : 'did not run';
}

function confidence({ candidate, edited }: ToldFix): string[] {
  const { confidence: value, confidenceReasons = [] } = edited ?? candidate ?? {};
  if (value === undefined) return [];
  const reasons = confidenceReasons.slice(0, mostReasons).map(reason => `- ${prose(reason)}`);
  return [`${Math.round(value * 100)} %${edited ? ', of the edited version' : ''}.`, reasons.join('\n')];
}

function people({ diagnosis }: ToldFix): (string | undefined)[] {
  const [suspect] = diagnosis?.suspects ?? [];
  const owners = (diagnosis?.owners ?? []).slice(0, mostOwners);
  return [
    suspect &&
      `Suspect: ${code(suspect.commit.slice(0, 12))} ${words(suspect.subject)}, by ${words(suspect.author)}, ${moment(suspect.date)} (${suspect.reasons.map(prose).join('; ')}).`,
    owners.length === 0
      ? undefined
      : `Owners: ${owners.map(({ name, source }) => `${words(withoutMail(name))} (${source})`).join(', ')}.`,
  ];
}

function reproduction(fix: ToldFix): string[] {
  const flipped = verificationOf(fix)?.reproduction.after.result === 'passed';
  if (fix.test !== undefined)
    return [
      `${code(fix.test)} was made from the event: it fails without this change${flipped ? ' and passes with it' : ''}.`,
    ];
  const reason = verificationOf(fix)?.reproduction.reason;
  return [
    reason === undefined
      ? 'No test of the error goes with this change.'
      : `The error was not reproduced: ${prose(reason)}`,
  ];
}

function origin({ issue, logCenter }: ToldFix): string {
  const center = logCenter === undefined ? '' : ` of [the log center](${logCenter})`;
  return `---\nMade by Errata from issue ${issue.id}${center}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function moment(iso: string): string {
  return `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** `Ada <ada@example.org>` by the name alone: not everyone wants their address in a pull request. */
function withoutMail(name: string): string {
  return name.replace(/\s*<[^<>]*>\s*$/, '') || name;
}
