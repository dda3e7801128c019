import type { ForgeKind } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { knownForge } from '../forge/recognise.ts';
import type { RemoteUrl } from '../forge/remote-address.ts';

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

const links: Readonly<Record<Exclude<ForgeKind, 'git'>, Link>> = {
  github: (page, branch, { base, ...text }) =>
    `${comparison(page, branch, base)}?${query({ quick_pull: '1', ...text })}`,
  gitlab: (page, branch, { base, title, body }) =>
    `${page}/-/merge_requests/new?${query({
      'merge_request[source_branch]': branch,
      'merge_request[target_branch]': base,
      'merge_request[title]': title,
      'merge_request[description]': body,
    })}`,
  gitea: (page, branch, { base }) => comparison(page, branch, base),
};
/** Of hosts that are spoken to by git alone. */
const linksOfHosts: ReadonlyMap<string, Link> = new Map([
  [
    'bitbucket.org',
    (page, branch, { base }) => `${page}/pull-requests/new?${query({ source: branch, dest: base, t: '1' })}`,
  ],
]);

/** Where a pushed branch can be compared and a pull request opened, for forges that are known without being asked. */
export function compareUrl(remote: RemoteUrl, branch: string, text: RequestText): string | undefined {
  const { place, page } = knownForge(remote) ?? {};
  if (place === undefined || page === undefined) return undefined;
  const link = place.forge === 'git' ? linksOfHosts.get(place.host) : links[place.forge];
  const title = text.title.slice(0, longestTitle);
  return link && bounded(body => link(page, branch, { ...text, title, body }), text.body);
}

function comparison(page: string, branch: string, base: string | undefined): string {
  return `${page}/compare/${base === undefined ? '' : `${path(base)}...`}${path(branch)}`;
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
