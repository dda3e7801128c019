import type { Scope } from '@errata/protocol/access';
import type { FastifyRequest } from 'fastify';
import { equals } from '../collect/client-key.ts';
import type { Store } from '../store/store.ts';
import { tokenBySecret, touchToken } from '../store/tokens.ts';
import { RequestError } from './problem.ts';

/** Whoever sends a request, as its token tells. */
export interface Principal {
  /** Name of the token. */
  readonly name: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Slug of the only project that it reaches. */
  readonly project?: string | undefined;
}

/** How long a token is known without asking the database again: so late takes a revocation effect elsewhere. */
const knownMilliseconds = 2000;
/** How exactly it is recorded when a token was used last. */
const touchMilliseconds = 60_000;
const mostKnown = 1000;

interface Known {
  readonly principal: Principal;
  readonly until: number;
}

/** Who may come in: the token of the data directory's owner, and those in the database. */
export class Access {
  readonly #store: Store;
  readonly #ownersToken: string;
  readonly #now: () => Date;
  readonly #known = new Map<string, Known>();
  readonly #touched = new Map<number, number>();
  readonly #principals = new WeakMap<FastifyRequest, Principal>();

  constructor(store: Store, ownersToken: string, now: () => Date) {
    this.#store = store;
    this.#ownersToken = ownersToken;
    this.#now = now;
  }

  /**
   * Demands a token that allows this; to be called before anything of the request's body is read.
   * @throws {RequestError} 401 `missing-token`, `wrong-token`; 403 `scope-missing`
   */
  async demand(request: FastifyRequest, scope: Scope): Promise<Principal> {
    const [, given] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    if (given === undefined) {
      throw new RequestError(401, 'missing-token', 'The request has no token (Authorization: Bearer …).');
    }
    const principal = await this.#principalOf(given);
    if (principal === undefined) {
      throw new RequestError(401, 'wrong-token', 'The token is not one of this log center, or was revoked.');
    }
    if (!principal.scopes.has(scope) && !principal.scopes.has('admin')) {
      const has = [...principal.scopes].join(', ');
      throw new RequestError(
        403,
        'scope-missing',
        `The token ${principal.name} allows to ${has}, not to ${scope}.`,
      );
    }
    this.#principals.set(request, principal);
    return principal;
  }

  /** Whoever {@link demand} has let in. */
  principal(request: FastifyRequest): Principal {
    const principal = this.#principals.get(request);
    if (principal === undefined) throw new Error(`Nobody was asked who sends ${request.url}.`);
    return principal;
  }

  /** Forgets what is known of tokens: one of them has changed. */
  forget(): void {
    this.#known.clear();
  }

  async #principalOf(secret: string): Promise<Principal | undefined> {
    if (equals(secret, this.#ownersToken)) return { name: 'owner', scopes: new Set(['admin']) };
    const now = this.#now().getTime();
    const known = this.#known.get(secret);
    if (known !== undefined && known.until > now) return known.principal;
    this.#known.delete(secret);
    const token = await tokenBySecret(this.#store.reader, secret);
    if (token === undefined || token.revokedAt !== undefined) return undefined;
    const principal = { name: token.name, scopes: new Set(token.scopes), project: token.project };
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(secret, { principal, until: now + knownMilliseconds });
    if (now - (this.#touched.get(token.id) ?? 0) > touchMilliseconds) {
      this.#touched.set(token.id, now);
      await this.#store.write(transaction => touchToken(transaction, token.id, this.#now()));
    }
    return principal;
  }
}

/**
 * Keeps a token to its project.
 * @throws {RequestError} 403 `other-project`
 */
export function demandReach(principal: Principal, project: string): void {
  if (principal.project === undefined || principal.project === project) return;
  const detail = `The token ${principal.name} reaches the project ${principal.project} only.`;
  throw new RequestError(403, 'other-project', detail);
}
