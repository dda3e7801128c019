import { t } from '@vscode/l10n';
import { PublishError, type PushFailure } from './publish-error.ts';
import { withoutCredentials } from './remote.ts';

const mostLines = 12;
const longestWords = 800;

/** The first that fits holds. Git speaks English to us, and so do the forges. */
const known: readonly (readonly [RegExp, PushFailure])[] = [
  [/! \[remote rejected\]/, 'remote-rejected'],
  [
    /could not read (?:Username|Password)|Authentication failed|Permission denied \(|error: 401|Host key verification failed/i,
    'not-signed-in',
  ],
  [
    /error: 403|permission to \S{1,300} denied|not allowed to push|not authorized to write|write access|marked as read.only/i,
    'no-right',
  ],
  [/error: 404|repository\b.{0,300}\bnot found|does not appear to be a git repository/i, 'no-repository'],
  [
    /could not resolve|failed to connect|couldn't connect|connection (?:refused|timed out|reset|closed)|timed out|no route to host|network is unreachable|early EOF|hung up|RPC failed|empty reply|(?:recv|send) failure|unexpected disconnect|transfer closed|SSL_ERROR_SYSCALL|error: (?:429|5\d\d)/i,
    'unreachable',
  ],
];

/** What a remote answered to a push, or to a question, as an error with what it said and what there is to do. */
export function refusal(remote: string, stderr: string): PublishError {
  const reason = known.find(([pattern]) => pattern.test(stderr))?.[1] ?? 'push-refused';
  return new PublishError(reason, messageOf(reason, remote, remoteWords(stderr)));
}

/** Whether git itself saw that the branch is not what it was, so that nothing was sent. */
export function wasOvertaken(stderr: string): boolean {
  return (
    /! \[rejected\]/.test(stderr) ||
    /! \[remote rejected\].{0,500}\((?:cannot lock ref|reference already exists|failed to update ref)/.test(
      stderr,
    )
  );
}

/** The words of a remote, a stranger, on one line: without secrets, controls and what git adds. */
export function remoteWords(stderr: string): string {
  const lines = stderr
    .slice(0, 20_000)
    .replace(/\p{Cc}\[[\d;]{0,20}[A-Za-z]/gu, '')
    .split(/[\r\n]+/)
    .map(line =>
      withoutCredentials(
        line.replace(/^(?:remote|fatal|error): ?/i, '').replace(/[\p{Cc}\p{Cf}]+/gu, ' '),
      ).trim(),
    )
    .filter(line => /[\p{L}\p{N}]/u.test(line) && !/^(?:To |hint: |failed to push some refs)/.test(line));
  const words = lines.slice(0, mostLines).join(' ').replace(/\s+/g, ' ');
  return words.length > longestWords ? `${words.slice(0, longestWords)}…` : words;
}

function messageOf(reason: PushFailure, remote: string, words: string): string {
  const kept = t('Nothing was changed; the fix is kept with the run.');
  switch (reason) {
    case 'remote-rejected':
      return `${t('{0} did not take the branch: “{1}” Do what it asks for, or choose another branch or text, and push again.', remote, words)} ${kept}`;
    case 'no-right':
      return `${t('You may not push to {0}: “{1}”', remote, words)} ${kept}`;
    case 'not-signed-in':
      return `${t('{0} does not know who you are: “{1}” Sign in to it, or set git up so that it can push in a terminal, and push again.', remote, words)} ${kept}`;
    case 'no-repository':
      return `${t('{0} has no such repository, or does not show it to you: “{1}” Look at its address.', remote, words)} ${kept}`;
    case 'unreachable':
      // It may have arrived.
      return t(
        '{0} could not be reached, or went away: “{1}” Push again when it answers: nothing is made twice, and the fix is kept with the run.',
        remote,
        words,
      );
    case 'push-refused':
      return `${t('The branch could not be pushed to {0}: “{1}”', remote, words)} ${kept}`;
  }
}
