import { t } from '@vscode/l10n';
import { type RemoteAliases, remoteName } from '../git/remotes.ts';

/** What a forge's own form is filled with, as far as its address can say it. */
export interface RequestText {
  readonly title: string;
  readonly body: string;
  /** The branch that it is to be merged into; that of the forge's choice without it. */
  readonly base?: string | undefined;
}

/** So long an address every browser and forge takes. */
const longestUrl = 7000;
const longestTitle = 250;
const cutOff = () => `\n\n${t('(The whole text is in the commit.)')}`;

type Link = (page: string, branch: string, text: RequestText) => string;

const forges: readonly { hosts: RegExp; link: Link }[] = [
  {
    hosts: /^github\./,
    link: (page, branch, { base, ...text }) =>
      `${page}/compare/${base === undefined ? '' : `${path(base)}...`}${path(branch)}?${query({ quick_pull: '1', ...text })}`,
  },
  {
    hosts: /^gitlab\./,
    link: (page, branch, { base, title, body }) =>
      `${page}/-/merge_requests/new?${query({
        'merge_request[source_branch]': branch,
        'merge_request[target_branch]': base,
        'merge_request[title]': title,
        'merge_request[description]': body,
      })}`,
  },
  {
    hosts: /^bitbucket\.org$/,
    link: (page, branch, { base }) =>
      `${page}/pull-requests/new?${query({ source: branch, dest: base, t: '1' })}`,
  },
  {
    hosts: /^(?:codeberg\.org$|gitea\.|forgejo\.)/,
    link: (page, branch, { base }) =>
      `${page}/compare/${base === undefined ? '' : `${path(base)}...`}${path(branch)}`,
  },
];

/** Where a pushed branch can be compared and a pull request opened, for forges whose hosts are called what they are. */
export function compareUrl(
  remote: { url: string; aliases: RemoteAliases },
  branch: string,
  text: RequestText,
): string | undefined {
  const place = placeOf(remote.url, remote.aliases);
  const forge = place && forges.find(({ hosts }) => hosts.test(place.host));
  const title = text.title.slice(0, longestTitle);
  return forge && bounded(body => forge.link(place.page, branch, { ...text, title, body }), text.body);
}

/** The host of a repository and its page there, out of the address that git has for it. */
function placeOf(address: string, aliases: RemoteAliases): { host: string; page: string } | undefined {
  const [, scheme = 'ssh', port, repository] =
    /^(?:(https?|ssh):\/\/)?(?:[^@/\s]{1,200}@)?[a-z\d][\w.-]{0,200}(?::(\d{1,5})(?=\/))?[:/]\/?([\w./~-]{1,500})$/i.exec(
      aliases.expanded(address),
    ) ?? [];
  const host = remoteName(address, aliases)?.host;
  const name = repository?.replace(/\/+$/, '').replace(/\.git$/, '');
  if (!host || !name?.includes('/')) return undefined;
  // The port of ssh is not that of the pages.
  const web = scheme === 'ssh' || port === undefined ? '' : `:${port}`;
  return { host, page: `${scheme === 'http' ? 'http' : 'https'}://${host}${web}/${name}` };
}

/** As much of the body, by whole lines, as the address has room for. */
function bounded(link: (body: string) => string, body: string): string {
  let text = body;
  for (let url = link(text); ; url = link(`${text}${cutOff()}`)) {
    if (url.length <= longestUrl || text === '') return url;
    const shorter = text.slice(0, Math.floor(text.length * Math.min(0.9, longestUrl / url.length)));
    text = shorter.includes('\n') ? shorter.slice(0, shorter.lastIndexOf('\n')) : '';
  }
}

function path(branch: string): string {
  return branch.split('/').map(encodeURIComponent).join('/');
}

function query(values: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) if (value !== undefined) search.set(key, value);
  return String(search);
}
