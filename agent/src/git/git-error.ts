import { existsSync } from 'node:fs';
import { t } from '@vscode/l10n';

/** Why git did not answer; callers branch on this, never on message text. */
export type GitFailure =
  | 'git-missing'
  | 'git-too-old'
  | 'not-a-repository'
  | 'no-commits'
  | 'unsafe-ownership'
  | 'unknown-revision'
  | 'partial-clone'
  | 'output-limit'
  | 'failed'
  | 'cancelled';

/** A git command that did not succeed. The message says what to do where there is something to do. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly reason: GitFailure;
  /** Exit code of git, when it ran to an end. */
  readonly exitCode: number | undefined;

  constructor(reason: GitFailure, message: string, options: { exitCode?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.reason = reason;
    this.exitCode = options.exitCode;
  }

  static is(error: unknown, reason?: GitFailure): error is GitError {
    return error instanceof GitError && (reason === undefined || error.reason === reason);
  }
}

const oldest = '2.30';

const known: readonly [RegExp, GitFailure, (folder: string) => string][] = [
  [
    // A clone whose objects were lost says the second.
    /could not fetch .* from promisor remote|unable to read (?:tree )?[0-9a-f]{40}/i,
    'partial-clone',
    folder =>
      t(
        '{0} lacks what was asked for, as a partial clone does; git fetch --refetch --no-filter brings everything.',
        folder,
      ),
  ],
  [/not a git repository/i, 'not-a-repository', folder => t('{0} is not inside a git repository.', folder)],
  [
    /dubious ownership|unsafe repository/i,
    'unsafe-ownership',
    folder =>
      t(
        '{0} belongs to another user, and git reads it only when told to: git config --global --add safe.directory <its folder>.',
        folder,
      ),
  ],
  [
    /unknown (option|switch)|unrecognized argument|^usage: git/im,
    'git-too-old',
    folder =>
      t(
        '{0} cannot be read with this git, which does not know all options. Install git {1} or newer.',
        folder,
        oldest,
      ),
  ],
  [
    /does not have any commits yet|bad default revision 'HEAD'|ambiguous argument 'HEAD'|(invalid|bad) (object name|revision) '?HEAD/i,
    'no-commits',
    folder => t('{0} has no commits yet; make a first commit.', folder),
  ],
  [
    /unknown revision|bad revision|bad object|not a valid (object|commit) name|needed a single revision|invalid (object name|revision)|no such (ref|commit)|cannot find revision/i,
    'unknown-revision',
    folder => t('{0} does not contain the commit that was asked for.', folder),
  ],
];

/** Turns git's own words (always English, LC_ALL=C) into an error with a reason. */
export function describeFailure(
  command: string,
  directory: string,
  exitCode: number,
  stderr: string,
): GitError {
  for (const [pattern, reason, tell] of known) {
    if (pattern.test(stderr)) return new GitError(reason, tell(directory), { exitCode });
  }
  const said = stderr.trim().slice(0, 2000) || t('it gave no message');
  return new GitError(
    'failed',
    t('git {0} failed in {1} (exit {2}): {3}', command, directory, exitCode, said),
    { exitCode },
  );
}

/** Turns what the system said when git could not be started into an error with a reason. */
export function describeStart(directory: string, cause: NodeJS.ErrnoException): GitError {
  if (cause.code !== 'ENOENT') {
    return new GitError('failed', t('git could not be started in {0}: {1}', directory, cause.message), {
      cause,
    });
  }
  if (!existsSync(directory)) {
    return new GitError('not-a-repository', t('{0} does not exist.', directory), { cause });
  }
  return new GitError('git-missing', t('git was not found on the PATH. Install git {0} or newer.', oldest), {
    cause,
  });
}
