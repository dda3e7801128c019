import { isOurs, mentionsUs } from '@errata/protocol/addressed';
import type { RepositoryPlace } from '@errata/protocol/followed-pull-request';
import type { AskedRound } from '@errata/protocol/round';
import { z } from 'zod';

const mostText = 20_000;

/** A time in any of the forms that forges write: ISO 8601, or `2021-04-28 21:50:00 +0200`. */
export const timeSchema = z
  .string()
  .max(60)
  .transform((text, context) => {
    const [, day, clock, zone] =
      /^(\d{4}-\d\d-\d\d)[ T]([\d:.]{8,16}) ?(Z|UTC|[+-]\d\d:?\d\d)$/.exec(text) ?? [];
    const time = Date.parse(`${day}T${clock}${zone === 'UTC' ? 'Z' : zone}`);
    if (Number.isFinite(time)) return new Date(time).toISOString();
    context.addIssue({ code: 'custom', message: 'is not a time' });
    return z.NEVER;
  });

/** Text of strangers, cut to what is kept. */
export function textSchema(most = mostText) {
  return z.string().transform(text => text.slice(0, most));
}

/** A web address; nothing where it is none, as nothing depends on it. */
export const linkSchema = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .optional()
  .catch(undefined);

const draftMark = /^\s*(?:\[(?:draft|wip)\]|\(draft\)|(?:draft|wip):)\s*/i;

/** A title without the mark by which some forges know a draft, and whether it has one. */
export function titleOf(text: string): { readonly title: string; readonly draft: boolean } {
  const title = text.replace(draftMark, '');
  return { title, draft: title !== text };
}

/** Where a repository is, by the address of its page. */
export function placeOf(
  forge: RepositoryPlace['forge'],
  page: string,
  repository: string,
): RepositoryPlace | undefined {
  if (!URL.canParse(page)) return undefined;
  return { forge, host: new URL(page).host.toLowerCase(), repository };
}

/** A comment as any forge tells of it. */
export interface Comment {
  /** What there is one round for. */
  readonly key: string;
  readonly author: string;
  readonly isBot: boolean;
  readonly text: string;
  readonly url?: string | undefined;
  /** The line that it stands at, which is enough to speak to us on a pull request of ours. */
  readonly at?: AskedRound['at'] | undefined;
  /** Whether it asks for changes by its kind. */
  readonly isRequest?: boolean;
}

/** What a comment asks of us; nothing where it is our own, a bot's, or for others. */
export function roundOf(comment: Comment): AskedRound | undefined {
  const { key, author, isBot, text, url, at, isRequest = false } = comment;
  if (isBot || isOurs(text)) return undefined;
  if (at === undefined && !isRequest && !mentionsUs(text)) return undefined;
  return {
    kind: 'comment',
    key,
    author,
    text,
    ...(url !== undefined && { url }),
    ...(at !== undefined && { at }),
  };
}
