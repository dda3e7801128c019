import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import type { CredentialSource } from './credentials.ts';
import type { Forge, ForgeAccess } from './forge.ts';
import { ForgeError } from './forge-error.ts';
import { type ForgeSettings, type RemoteForge, recognise } from './recognise.ts';
import type { RemoteUrl } from './remote-address.ts';
import { findToken } from './tokens.ts';

/** The forge of a remote, or why there is none to be talked to: then git is all that there is. */
export type OpenedForge =
  | {
      readonly forge: Forge;
      readonly remote: RemoteForge;
      /** The same token, for git: what goes there over HTTP, as to a fork. */
      readonly credentials: CredentialSource;
    }
  | {
      readonly reason: 'plain' | 'no-token' | 'unreachable';
      /** For a person, with what they can do. */
      readonly message: string;
      /** Missing where it was not found out. */
      readonly remote?: RemoteForge | undefined;
    };

type Kind = Forge['place']['forge'];

/**
 * Opens what a remote of this repository is on. To be held as long as it is of use: finding the token may start programs.
 * Throws `ForgeError` `cancelled`.
 */
export async function openForge(
  repository: Repository,
  remote: RemoteUrl,
  { forges = {} }: { readonly forges?: ForgeSettings | undefined } = {},
  signal?: AbortSignal,
): Promise<OpenedForge> {
  let found: RemoteForge | undefined;
  try {
    found = await recognise(remote, forges, signal);
  } catch (error) {
    if (!ForgeError.is(error, 'unreachable')) throw error;
    return { reason: 'unreachable', message: error.message };
  }
  const { forge: kind, host } = found?.place ?? { forge: 'git', host: '' };
  if (kind === 'git' || found?.api === undefined || found.cloneUrl === undefined) {
    const message =
      host === ''
        ? t('The remote is no forge: its branches are pushed, and that is all.')
        : t('{0} is no forge that is known: name what it speaks in the setting errata.forges.', host);
    return { reason: 'plain', message, remote: found };
  }
  const address = remote.aliases.expanded(remote.url.trim());
  const token = await findToken(repository, { forge: kind, cloneUrl: found.cloneUrl, address }, signal);
  if (signal?.aborted) throw new ForgeError('cancelled', t('The question to {0} was stopped.', host));
  if (token === undefined) return { reason: 'no-token', message: whatToDo(kind, host), remote: found };
  const forge = await openers[kind]({
    api: found.api,
    token: token.token,
    tokenFrom: token.from,
    place: { ...found.place, forge: kind },
  });
  const credential = { username: kind === 'gitlab' ? 'oauth2' : 'x-access-token', password: token.token };
  const credentials = { hosts: [new URL(found.cloneUrl).host], ask: async () => credential };
  return { forge, remote: found, credentials };
}

/** Loaded when there is one to be talked to. */
const openers: Readonly<Record<Kind, (access: ForgeAccess) => Promise<Forge>>> = {
  github: async access => (await import('./github/github.ts')).openGithub(access),
  gitlab: async access => (await import('./gitlab/gitlab.ts')).openGitlab(access),
  gitea: async access => (await import('./gitea/gitea.ts')).openGitea(access),
};

function whatToDo(kind: Kind, host: string): string {
  switch (kind) {
    case 'github':
      return host === 'github.com'
        ? t('There is no token for {0}: sign in with {1}, or set {2}.', host, 'gh auth login', 'GH_TOKEN')
        : t(
            'There is no token for {0}: sign in with {1}, or set {2}.',
            host,
            `gh auth login --hostname ${host}`,
            `GH_HOST=${host}, GH_ENTERPRISE_TOKEN`,
          );
    case 'gitlab':
      return t(
        'There is no token for {0}: sign in with {1}, or set {2}.',
        host,
        `glab auth login --hostname ${host}`,
        `GITLAB_HOST=${host}, GITLAB_TOKEN`,
      );
    case 'gitea':
      return t(
        'There is no token for {0}: store one as its password in a credential helper of git, or set {1}.',
        host,
        `GITEA_SERVER_URL=https://${host}, GITEA_TOKEN`,
      );
  }
}
