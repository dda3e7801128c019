import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import type { Repository } from '../git/repository.ts';
import type { Forge } from './forge.ts';
import { secretVariables } from './token-variables.ts';

const answerMilliseconds = 5000;
/** Helpers of git may ask a store that has to be woken. */
const helperMilliseconds = 10_000;
const longestAnswer = 64 * 1024;

const tools: Readonly<
  Record<Forge['place']['forge'], ((host: string) => readonly [string, ...string[]]) | undefined>
> = {
  github: host => ['gh', 'auth', 'token', '--hostname', host],
  gitlab: host => ['glab', 'config', 'get', 'token', '--host', host, '--global'],
  // Its tools give theirs to git alone.
  gitea: undefined,
};

/** Whoever is asked for a token of its own would answer these, for hosts that they are not for. */
const withoutSecrets = Object.fromEntries(secretVariables.map(name => [name, '']));

/** The token that a forge's own tool signed in with at this host. */
export async function tokenOfTool(
  forge: Forge['place']['forge'],
  host: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly token: string; readonly from: string } | undefined> {
  const command = tools[forge]?.(host);
  if (command === undefined) return undefined;
  const [program, ...args] = command;
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = execFile(
    program,
    args,
    {
      env: { ...process.env, ...withoutSecrets },
      // Not where a checkout could have settings of its own for it.
      cwd: homedir(),
      timeout: answerMilliseconds,
      maxBuffer: longestAnswer,
      windowsHide: true,
      ...(signal && { signal }),
    },
    // Who has no such program, or did not sign in, has no token there.
    (error, stdout) => resolve(error === null ? stdout : ''),
  );
  child.stdin?.end();
  const token = (await promise).trim();
  return token === '' ? undefined : { token, from: `${program}` };
}

/** What git itself would sign in with over HTTP, as far as it knows that without asking a person. */
export async function passwordOfGit(
  repository: Repository,
  { url, username }: { url: string; username: string },
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const { protocol, host, pathname } = new URL(url);
  const who = /^[\x21-\x7e]+$/.test(username) ? `username=${username}\n` : '';
  const input = `protocol=${protocol.slice(0, -1)}\nhost=${host}\n${who}path=${pathname.slice(1)}\n\n`;
  const limit = AbortSignal.timeout(helperMilliseconds);
  const said = await repository
    .run(['-c', 'credential.interactive=false', 'credential', 'fill'], {
      input,
      // Helpers write to their stores, and are to be stopped gently.
      writes: true,
      env: { ...withoutSecrets, GIT_ASKPASS: '', SSH_ASKPASS: '', GCM_INTERACTIVE: 'never' },
      maxBytes: longestAnswer,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    })
    .catch(() => '');
  return /^password=(.+)$/m.exec(said)?.[1];
}
