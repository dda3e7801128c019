import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseInput } from '../input.ts';
import { RequestError } from '../problem.ts';

/** A log center is one organization to Sentry's clients, and the organization one team. */
export const organizationSlug = 'errata';
const id = '1';
const name = 'Errata';
/** Nobody asks when it was founded, but clients want a date. */
const founded = '2026-01-01T00:00:00.000Z';

export interface SentryTeam {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly dateCreated: string;
  readonly isMember: boolean;
}

export interface SentryOrganization {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly dateCreated: string;
  readonly status: { readonly id: string; readonly name: string };
  readonly isEarlyAdopter: boolean;
  readonly require2FA: boolean;
  readonly features: readonly string[];
  /** Without regions, as of a Sentry that one hosts oneself. */
  readonly links: { readonly organizationUrl: string; readonly regionUrl: '' };
}

export const team: SentryTeam = { id, slug: organizationSlug, name, dateCreated: founded, isMember: true };

export function organizationOf(url: string): SentryOrganization {
  return {
    id,
    slug: organizationSlug,
    name,
    dateCreated: founded,
    status: { id: 'active', name: 'active' },
    isEarlyAdopter: false,
    require2FA: false,
    features: [],
    links: { organizationUrl: `${url}/organizations/${organizationSlug}/`, regionUrl: '' },
  };
}

/** @throws {RequestError} 404 `unknown-organization` */
export function demandOrganization(slug: string): void {
  if (slug === organizationSlug || slug === id) return;
  const detail = `There is no organization ${slug.slice(0, 50)}; the one of this log center is ${organizationSlug}.`;
  throw new RequestError(404, 'unknown-organization', detail);
}

const querySchema = z.object({ query: z.string().trim().toLowerCase().default('') });

/**
 * What of a list with slugs the client's `query` leaves.
 * @throws {RequestError} 400 `bad-request`
 */
export function matching<Named extends { readonly slug: string }>(
  all: readonly Named[],
  request: FastifyRequest,
): readonly Named[] {
  const { query } = parseInput(querySchema, request.query);
  return all.filter(({ slug }) => slug.toLowerCase().includes(query));
}
