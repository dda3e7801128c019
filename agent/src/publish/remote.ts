import type { Repository } from '../git/repository.ts';

/** The remote to push to: that of the branch which is checked out, else `origin`, else the only one. */
export async function pushRemote(
  repository: Repository,
  signal?: AbortSignal,
): Promise<{ name: string; url: string } | undefined> {
  const remotes = await repository.remotes(signal);
  const branch = (
    await repository.run(['symbolic-ref', '--quiet', '--short', 'HEAD'], { accept: [0, 1], signal })
  ).trim();
  const configured =
    branch === ''
      ? ''
      : (
          await repository.run(['config', '--get', `branch.${branch}.remote`], { accept: [0, 1], signal })
        ).trim();
  return (
    remotes.find(remote => remote.name === configured) ??
    remotes.find(remote => remote.name === 'origin') ??
    (remotes.length === 1 ? remotes[0] : undefined)
  );
}

/** Where a pushed branch can be compared and a pull request opened, for the forges whose addresses are known. */
export function compareUrl(remoteUrl: string, branch: string): string | undefined {
  const known =
    /^(?:https?:\/\/(?:[^@/]*@)?|ssh:\/\/git@|git@)(github\.com|gitlab\.com)[/:]([\w.-]+(?:\/[\w.-]+)+?)(?:\.git)?\/?$/.exec(
      remoteUrl,
    );
  const [, host, path] = known ?? [];
  if (host === undefined || path === undefined) return undefined;
  return host === 'github.com'
    ? `https://github.com/${path}/compare/${branch}?expand=1`
    : `https://gitlab.com/${path}/-/merge_requests/new?merge_request%5Bsource_branch%5D=${encodeURIComponent(branch)}`;
}

/** A remote's address without the user and password that it may carry. */
export function withoutCredentials(url: string): string {
  return url.replace(/^(\w+:\/\/)[^@/]*@/, '$1');
}
