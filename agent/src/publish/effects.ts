import type { Effect } from '@errata/protocol/effect';
import { z } from 'zod';
import type { LogCenterClient } from '../center/client.ts';
import type { Forge } from '../forge/forge.ts';
import { persistently } from './persistently.ts';

/** Where it is on record what was done outside. */
export interface EffectLog {
  /** Answers what is known of it, if it was begun before. */
  begin(key: string, kind: Effect['kind']): Promise<Effect>;
  end(key: string, result: unknown): Promise<unknown>;
}

/** The record of an issue in a log center, which may be away for a moment. */
export function effectLog(
  connect: () => Promise<LogCenterClient>,
  issue: string,
  signal?: AbortSignal,
): EffectLog {
  return {
    begin: (key, kind) => persistently(connect, ({ follow }) => follow.beginEffect(issue, key, kind), signal),
    end: (key, result) => persistently(connect, ({ follow }) => follow.endEffect(issue, key, result), signal),
  };
}

/** How something is done once. */
export interface Doing<Result> {
  readonly kind: Effect['kind'];
  /** What it is done once for. */
  readonly key: string;
  /** What came of it; what is on record in another form is looked for anew. */
  readonly schema: z.ZodType<Result>;
  /** Looks whether an attempt that died in between did it; left out where `make` looks by itself. */
  find?(): Promise<Result | undefined>;
  make(): Promise<Result>;
}

/** Does something outside once, whatever restarts in between (DESIGN §6). */
export async function once<Result>(
  log: EffectLog,
  { kind, key, schema, find, make }: Doing<Result>,
): Promise<Result> {
  const begun = await log.begin(key, kind);
  const known = begun.state === 'done' ? schema.safeParse(begun.result) : undefined;
  if (known?.success) return known.data;
  const result = (await find?.()) ?? (await make());
  await log.end(key, result);
  return result;
}

/** Writes a comment on a pull request, once; answers its id. */
export async function commentOnce(
  log: EffectLog,
  forge: Forge,
  comment: { number: number; key: string; body: string; answerTo?: string | undefined },
  signal?: AbortSignal,
): Promise<string> {
  const { number, key, body, answerTo } = comment;
  return once(log, {
    ...{ kind: 'comment', key, schema: z.string() },
    find: async () => {
      const there = await forge.comments(number, signal);
      return there.find(each => each.body.trimEnd().endsWith(markOf(key)))?.id;
    },
    make: async () => (await forge.comment(number, marked(body, key), answerTo, signal)).id,
  });
}

/** What we write on a forge ends with a mark, by which it is known again. */
export function marked(body: string, key: string): string {
  return `${body.trimEnd()}\n\n${markOf(key)}\n`;
}

function markOf(key: string): string {
  // Two dashes might end it.
  return `<!-- errata:${key.replace(/-{2,}|[^\w/.-]/g, '_')} -->`;
}
