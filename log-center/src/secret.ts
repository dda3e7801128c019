import { randomBytes } from 'node:crypto';

/**
 * A new secret of 256 bits. Its prefix marks it as ours, so that scanners of repositories can find it, and keeps it
 * from beginning with a dash, which command lines take for an option.
 */
export function newSecret(): string {
  return `errata_${randomBytes(32).toString('base64url')}`;
}

/** The like in the form of https://www.standardwebhooks.com, the only one that some senders sign with. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}
