import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import { credentialFor } from './credentials.ts';
import type { Forge } from './forge.ts';
import { isLoopback } from './remote-address.ts';
import { passwordOfGit, tokenOfTool } from './token-programs.ts';
import { tokenInVariable } from './token-variables.ts';

export interface FoundToken {
  /** A secret. */
  readonly token: string;
  /** For a person. */
  readonly from: string;
}

/**
 * Finds what a forge lets this person in with, without asking them: the editor's sign-in, variables, the forge's own tool, and
 * at last what git would push with. Each gives what is meant for this very host.
 *
 * @param cloneUrl the repository over HTTP, on the host that the token is for
 * @param address of the remote, as git has it
 */
export async function findToken(
  repository: Repository,
  { forge, cloneUrl, address }: { forge: Forge['place']['forge']; cloneUrl: string; address: string },
  signal?: AbortSignal,
): Promise<FoundToken | undefined> {
  const { origin, protocol, host } = new URL(cloneUrl);
  const { username, password: carried } = carriedBy(address, origin);
  const sources: (() => Promise<FoundToken | undefined>)[] = [
    async () => (carried === '' ? undefined : { token: carried, from: t('the address of the remote') }),
    async () => {
      const password = await passwordOfGit(repository, { url: cloneUrl, username }, signal);
      return password === undefined
        ? undefined
        : { token: password, from: t('the credential helpers of git') };
    },
  ];
  // Over plain HTTP only what was stored for plain HTTP.
  if (protocol === 'https:' || isLoopback(host)) {
    sources.unshift(
      async () => {
        const credential = await credentialFor(origin);
        return credential && { token: credential.password, from: t('the sign-in of the editor') };
      },
      async () => tokenInVariable(forge, host),
      () => tokenOfTool(forge, host, signal),
    );
  }
  for (const source of sources) {
    const found = await source();
    if (found !== undefined && isToken(found.token)) return found;
  }
  return undefined;
}

/** The user and password in the address of a remote, which may be there for CI. */
function carriedBy(address: string, origin: string): { username: string; password: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.origin !== origin) return { username: '', password: '' };
  return { username: decoded(url.username), password: decoded(url.password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What can stand in a header. */
function isToken(text: string): boolean {
  return /^[\x21-\x7e]{1,10000}$/.test(text);
}
