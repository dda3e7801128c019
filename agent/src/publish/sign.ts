import { isAbsolute } from 'node:path';
import { t } from '@vscode/l10n';
import { GitError } from '../git/git-error.ts';
import type { Repository } from '../git/repository.ts';
import { readCommit, valuesOf } from './commit-object.ts';
import { PublishError } from './publish-error.ts';
import { remoteWords } from './refusal.ts';

/** As long as a person may take for a passphrase. */
const signMilliseconds = 90_000;
/** What is run to sign, by the keys that name it, with what git runs where none does. */
const programs: readonly (readonly [keys: readonly string[], usual: string])[] = [
  [['gpg.program', 'gpg.openpgp.program'], 'gpg'],
  [['gpg.x509.program'], 'gpgsm'],
  [['gpg.ssh.program'], 'ssh-keygen'],
  // A command that fails: without a key of theirs, nobody's is taken.
  [['gpg.ssh.defaultkeycommand'], 'false'],
];

/**
 * How the person signs commits, as options to stand before a git command; nothing for those who do not. Which key and in which form
 * a repository may say, as in git itself; what is run for it only the settings of the person and the machine.
 */
export async function signingOptions(
  repository: Repository,
  signal?: AbortSignal,
): Promise<readonly string[] | undefined> {
  const wanted = ['config', '--type=bool', '--get', 'commit.gpgsign'];
  // 128: a value that is neither yes nor no.
  if ((await repository.run(wanted, { accept: [0, 1, 128], signal })).trim() !== 'true') return undefined;
  const args = ['config', '--null', '--show-scope', '--get-regexp', '^gpg\\.'];
  const words = (await repository.run(args, { accept: [0, 1], signal })).split('\0');
  const trusted = new Map<string, string>();
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [key = '', ...value] = (words[at + 1] ?? '').split('\n');
    const program = value.join('\n');
    if (['system', 'global'].includes(words[at] ?? '') && isOutside(program))
      trusted.set(programs.find(([keys]) => keys.includes(key))?.[0][0] ?? key, program);
  }
  return programs.flatMap(([keys, usual]) =>
    keys.flatMap(key => ['-c', `${key}=${trusted.get(keys[0] ?? '') ?? usual}`]),
  );
}

/** A relative path would be looked for in the working folder. */
function isOutside(program: string): boolean {
  return isAbsolute(program) || program.startsWith('~/') || !/[\\/]/.test(program);
}

/** The same commit, signed. Throws `PublishError` `not-signed`. */
export async function signed(
  repository: Repository,
  commit: string,
  options: readonly string[],
  signal?: AbortSignal,
): Promise<string> {
  const { head, message } = await readCommit(repository, commit);
  const parents = valuesOf(head, 'parent').flatMap(parent => ['-p', parent]);
  const args = [...options, 'commit-tree', '-S', ...parents, '-F', '-', valuesOf(head, 'tree')[0] ?? ''];
  const env = { ...personOf(head, 'author'), ...personOf(head, 'committer') };
  const limit = AbortSignal.timeout(signMilliseconds);
  const bounded = signal ? AbortSignal.any([signal, limit]) : limit;
  try {
    return (await repository.run(args, { env, writes: true, input: message, signal: bounded })).trim();
  } catch (error) {
    if (!GitError.is(error) || signal?.aborted) throw error;
    throw new PublishError(
      'not-signed',
      t(
        'You sign your commits, and this one could not be signed: “{0}” Unlock your key, or start its agent, and push again; or do without in this repository: git config commit.gpgsign false. Nothing was pushed; the fix is kept with the run.',
        limit.aborted ? t('no answer in {0} s', signMilliseconds / 1000) : remoteWords(error.message),
      ),
      { cause: error },
    );
  }
}

function personOf(head: string, role: 'author' | 'committer'): Record<string, string> {
  const line = Buffer.from(valuesOf(head, role)[0] ?? '', 'latin1').toString('utf8');
  const [, name = '', email = '', at = ''] = /^(.*?) ?<([^>]*)> (\d+ [+-]\d{4})$/.exec(line) ?? [];
  const prefix = `GIT_${role.toUpperCase()}`;
  return { [`${prefix}_NAME`]: name, [`${prefix}_EMAIL`]: email, [`${prefix}_DATE`]: `@${at}` };
}
