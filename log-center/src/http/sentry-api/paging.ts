import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseInput } from '../input.ts';

const usualLimit = 25;
const limitSchema = z.coerce.number().int().min(1).max(100);

/** Sentry's clients name the size of a page in two ways; of the three parts of a cursor the second is where it begins. */
const pageSchema = z
  .object({
    cursor: z
      .string()
      .regex(/^(?:\d{1,15}:\d{1,9}:[01])?$/, 'This is no cursor that a page gave.')
      .default(''),
    per_page: limitSchema.optional(),
    limit: limitSchema.optional(),
  })
  .transform(({ cursor, per_page, limit }) => ({
    offset: Number(cursor.split(':')[1] ?? 0),
    limit: per_page ?? limit ?? usualLimit,
  }));

/** The part of a list that is asked for. */
export type Page = z.infer<typeof pageSchema>;

/** @throws {RequestError} 400 `bad-request` */
export function readPage(request: FastifyRequest): Page {
  return parseInput(pageSchema, request.query);
}

/** Answers a page of rows (of which there is one more if the list goes on), with the links to its neighbours. */
export function sendPage<Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  url: string,
  page: Page,
  rows: readonly Row[],
): readonly Row[] {
  const before = Math.max(0, page.offset - page.limit);
  const links = [
    link(request, url, 'previous', page.offset > 0, `0:${before}:1`),
    link(request, url, 'next', rows.length > page.limit, `0:${page.offset + page.limit}:0`),
  ];
  reply.header('link', links.join(', '));
  return rows.slice(0, page.limit);
}

/** The same of a list that is in memory. */
export function sendPart<Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  url: string,
  all: readonly Row[],
): readonly Row[] {
  const page = readPage(request);
  return sendPage(request, reply, url, page, all.slice(page.offset, page.offset + page.limit + 1));
}

function link(request: FastifyRequest, url: string, rel: string, results: boolean, cursor: string): string {
  const target = new URL(request.url, url);
  target.searchParams.set('cursor', cursor);
  return `<${target}>; rel="${rel}"; results="${results}"; cursor="${cursor}"`;
}
