import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { HookSource } from '@errata/protocol/hook';
import { equals } from '../../collect/client-key.ts';
import { newSecret } from '../../secret.ts';
import type { HookRow } from '../../store/hooks.ts';

/** A request as it came, nothing of it parsed. */
export interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly now: Date;
}

/** A request that was signed with the secret of a hook. */
export interface Verified {
  readonly hook: HookRow;
  /** What is to be parsed. */
  readonly payload: string;
  /** The same when it is sent again, whatever else is changed that no signature holds. */
  readonly delivery: string;
}

/** How far the time in a signature may be from ours. */
const toleranceMilliseconds = 5 * 60_000;
const formStart = Buffer.from('payload=');
/** Stands for the secret of a hook that there is not: to look for it takes as long. */
const nobody: Pick<HookRow, 'secret'> = { secret: newSecret() };

type Verify = (delivered: Delivered, secret: string) => boolean;

const schemes: Readonly<Record<HookSource, Verify>> = {
  github: ({ headers, body }, secret) =>
    equals(header(headers, 'x-hub-signature-256'), `sha256=${hmac(secret, body)}`),
  gitea: ({ headers, body }, secret) => {
    const given = header(headers, 'x-gitea-signature') || header(headers, 'x-forgejo-signature');
    // A form is sent with the signature of the JSON in it.
    return [body, payloadOf(body)].some(
      signed =>
        equals(given, hmac(secret, signed)) ||
        equals(header(headers, 'x-hub-signature-256'), `sha256=${hmac(secret, signed)}`),
    );
  },
  gitlab: (delivered, secret) => isSigned(delivered, secret) ?? hasToken(delivered, secret),
  deployments: ({ headers, body, now }, secret) => {
    const timestamp = header(headers, 'x-errata-timestamp');
    const signature = `sha256=${hmac(secret, `${timestamp}.`, body)}`;
    return equals(header(headers, 'x-errata-signature'), signature) && isRecent(timestamp, now);
  },
};

/** Looks for the hook whose secret something was signed with; nothing where there is none. */
export function verify(
  source: HookSource,
  delivered: Delivered,
  hooks: readonly HookRow[],
): Verified | undefined {
  if (hooks.length === 0) schemes[source](delivered, nobody.secret);
  const hook = hooks.find(({ secret }) => schemes[source](delivered, secret));
  if (hook === undefined) return undefined;
  return { hook, payload: payloadOf(delivered.body).toString(), delivery: deliveryOf(source, delivered) };
}

/**
 * What GitHub and Gitea call a delivery is in no signature: whoever resends one could call it anything. What GitLab calls it
 * tells two events apart that look the same.
 */
function deliveryOf(source: HookSource, { headers, body }: Delivered): string {
  const named: Readonly<Partial<Record<HookSource, readonly string[]>>> = {
    gitlab: ['webhook-id', 'idempotency-key', 'x-gitlab-event-uuid'],
    deployments: ['x-errata-timestamp'],
  };
  const name = named[source]?.map(each => header(headers, each)).find(each => each !== '') ?? '';
  return createHash('sha256').update(`${source}\n${name}\n`).update(body).digest('hex');
}

/** A signature as of https://www.standardwebhooks.com; nothing if there is none of this secret. */
function isSigned({ headers, body, now }: Delivered, secret: string): boolean | undefined {
  const signatures = header(headers, 'webhook-signature').split(' ', 10);
  const [id, timestamp] = [header(headers, 'webhook-id'), header(headers, 'webhook-timestamp')];
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  if (!signatures.some(given => equals(given, `v1,${wanted}`))) return undefined;
  return isRecent(timestamp, now);
}

function hasToken({ headers }: Delivered, secret: string): boolean {
  return equals(header(headers, 'x-gitlab-token'), secret);
}

function isRecent(timestamp: string, now: Date): boolean {
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(Number(timestamp) * 1000 - now.getTime()) <= toleranceMilliseconds;
}

function hmac(secret: string, ...parts: readonly (string | Buffer)[]): string {
  const made = createHmac('sha256', secret);
  for (const part of parts) made.update(part);
  return made.digest('hex');
}

/** The JSON, which GitHub and Gitea may send as a field of a form. */
function payloadOf(body: Buffer): Buffer {
  if (!body.subarray(0, formStart.length).equals(formStart)) return body;
  return Buffer.from(new URLSearchParams(body.toString()).get('payload') ?? '');
}

function header(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
