import type { Forge } from './forge.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Variables {
  readonly forge: Forge['place']['forge'];
  /** The first that is set holds the token. */
  readonly names: readonly string[];
  /** The one host that it is for. */
  readonly host: (env: Environment) => string | undefined;
}

/** What the forges' own tools read, and whom it is for: a token that is for one host never goes to another. */
const variables: readonly Variables[] = [
  {
    forge: 'github',
    names: ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'],
    host: env => hostIn(env['GH_HOST']) ?? hostIn(env['GITHUB_SERVER_URL']),
  },
  {
    forge: 'github',
    names: ['GH_TOKEN', 'GITHUB_TOKEN'],
    host: env => hostIn(env['GITHUB_SERVER_URL']) ?? 'github.com',
  },
  {
    forge: 'gitlab',
    names: ['GITLAB_TOKEN', 'GITLAB_ACCESS_TOKEN'],
    host: env =>
      hostIn(env['GITLAB_HOST']) ??
      hostIn(env['GL_HOST']) ??
      hostIn(env['GITLAB_URI']) ??
      hostIn(env['CI_SERVER_URL']) ??
      'gitlab.com',
  },
  {
    forge: 'gitea',
    names: ['FORGEJO_TOKEN'],
    host: env => hostIn(env['FORGEJO_SERVER_URL']) ?? hostIn(env['GITHUB_SERVER_URL']) ?? 'codeberg.org',
  },
  {
    forge: 'gitea',
    names: ['GITEA_TOKEN', 'GITEA_SERVER_TOKEN'],
    host: env => hostIn(env['GITEA_SERVER_URL']) ?? hostIn(env['GITHUB_SERVER_URL']) ?? 'gitea.com',
  },
];

/** Those that hold secrets: kept from other programs that are asked for theirs. */
export const secretVariables: readonly string[] = [...variables.flatMap(({ names }) => names), 'OAUTH_TOKEN'];

/** The token that a variable holds for exactly this host, and the variable's name. */
export function tokenInVariable(
  forge: Forge['place']['forge'],
  host: string,
  env: Environment = process.env,
): { readonly token: string; readonly from: string } | undefined {
  for (const { names, host: hostFor } of variables.filter(variable => variable.forge === forge)) {
    const name = names.find(candidate => env[candidate]?.trim());
    if (name !== undefined && hostFor(env) === host) return { token: env[name]?.trim() ?? '', from: name };
  }
  return undefined;
}

/** The host in `https://git.acme.example:8443/` or `git.acme.example`, as `URL` writes it. */
function hostIn(said: string | undefined): string | undefined {
  const text = said?.trim() ?? '';
  const url = text.includes('://') ? text : `https://${text}`;
  return text !== '' && URL.canParse(url) ? new URL(url).host : undefined;
}
