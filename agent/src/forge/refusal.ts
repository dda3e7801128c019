import { t } from '@vscode/l10n';
import { ForgeError, type ForgeFailure } from './forge-error.ts';
import { cut } from './strangers-text.ts';

interface Refused {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** What the forge said to it. */
  readonly words: string;
  /** Where the token was found, for a person. */
  readonly tokenFrom?: string | undefined;
}

const reasons: Readonly<Record<number, ForgeFailure>> = {
  400: 'invalid',
  401: 'token-refused',
  403: 'forbidden',
  404: 'not-found',
  405: 'conflict',
  406: 'conflict',
  409: 'conflict',
  410: 'not-found',
  412: 'conflict',
  413: 'invalid',
  415: 'invalid',
  422: 'invalid',
  423: 'forbidden',
  429: 'rate-limited',
};

/** What an answer means that is none of success. */
export function refusal(host: string, refused: Refused): ForgeError {
  const reason = reasonOf(refused);
  const retryAt = reason === 'rate-limited' ? retryTime(refused.headers) : undefined;
  return new ForgeError(reason, messageOf(reason, host, refused, retryAt), { retryAt });
}

/** A limit of GitHub's beside the counted one. */
const tooMuch = /secondary rate limit|abuse detection/i;

function reasonOf({ status, headers, words }: Refused): ForgeFailure {
  const isLimit = headers.get('retry-after') !== null || isSpent(headers) || tooMuch.test(words);
  if (status === 403 && isLimit) return 'rate-limited';
  return reasons[status] ?? (status >= 500 ? 'forge-failed' : 'bad-answer');
}

function isSpent(headers: Refused['headers']): boolean {
  return (headers.get('x-ratelimit-remaining') ?? headers.get('ratelimit-remaining')) === '0';
}

function messageOf(reason: ForgeFailure, host: string, refused: Refused, retryAt?: Date): string {
  const { status, words, tokenFrom } = refused;
  const said = words === '' ? String(status) : cut(words, 500);
  switch (reason) {
    case 'token-refused':
      return tokenFrom === undefined
        ? t('{0} refused the token: it is wrong or has expired. Sign in again, or give another.', host)
        : t(
            '{0} refused the token from {1}: it is wrong or has expired. Sign in again, or give another.',
            host,
            tokenFrom,
          );
    case 'forbidden':
    case 'not-found': {
      const scopes = missingScopes(refused.headers);
      if (scopes !== undefined)
        return t('{0} wants a token with one of the scopes {1} for that: {2}', host, scopes, said);
      if (reason === 'not-found')
        return t('{0} does not have it, or does not show it to this account: {1}', host, said);
      return t('{0} does not let this account, or its token, do that: {1}', host, said);
    }
    case 'conflict':
      return t('{0} does not do that as things are now: {1}', host, said);
    case 'invalid':
      return t('{0} did not accept what it was given: {1}', host, said);
    case 'rate-limited':
      return retryAt
        ? t('{0} was asked too often; it may be asked again at {1}.', host, retryAt.toISOString())
        : t('{0} was asked too often; try again later.', host);
    case 'forge-failed':
      return t('{0} failed ({1}); try again later.', host, status);
    default:
      return t('{0} gave an answer that nobody expected ({1}).', host, status);
  }
}

/** The scopes that would do, where a token of GitHub's has none of them. */
function missingScopes(headers: Refused['headers']): string | undefined {
  const [has, wanted] = ['x-oauth-scopes', 'x-accepted-oauth-scopes'].map(name =>
    headers
      .get(name)
      ?.split(',')
      .map(scope => scope.trim())
      .filter(scope => /^[\w:-]{1,50}$/.test(scope)),
  );
  if (!has || !wanted || wanted.length === 0 || wanted.some(scope => has.includes(scope))) return undefined;
  return wanted.slice(0, 10).join(', ');
}

const longestPause = 24 * 3600_000;
/** For limits of which no end is told. */
const unnamedPause = 60_000;

function retryTime(headers: Refused['headers']): Date | undefined {
  const after = headers.get('retry-after');
  // It tells of the counted limit alone.
  const reset = isSpent(headers)
    ? (headers.get('ratelimit-reset') ?? headers.get('x-ratelimit-reset'))
    : null;
  const now = Date.now();
  const at =
    after !== null
      ? /^\d{1,9}$/.test(after)
        ? now + Number(after) * 1000
        : Date.parse(after)
      : reset !== null
        ? Number(reset) * 1000
        : now + unnamedPause;
  return Number.isNaN(at) ? undefined : new Date(Math.min(Math.max(at, now), now + longestPause));
}

const distrust = /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_)/;

/** A forge that gave no answer. */
export function unreachable(host: string, cause: unknown, signal?: AbortSignal): ForgeError {
  if (signal?.aborted)
    return new ForgeError('cancelled', t('The question to {0} was stopped.', host), { cause });
  const code = codeOf(cause);
  const said = (message: string) => new ForgeError('unreachable', message, { cause });
  if (cause instanceof Error && cause.name === 'TimeoutError')
    return said(t('{0} did not answer in time.', host));
  if (code === 'ENOTFOUND') return said(t('There is no {0} on this network.', host));
  if (distrust.test(code)) {
    return said(
      t('The certificate of {0} is not trusted ({1}); name its issuer in NODE_EXTRA_CA_CERTS.', host, code),
    );
  }
  return said(t('{0} cannot be reached ({1}).', host, code === '' ? t('no reason given') : code));
}

/** The system's name of a failure, which lies under several wrappings. */
function codeOf(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    const nested = at instanceof AggregateError ? at.errors[0] : at;
    if (nested instanceof Error && 'code' in nested && typeof nested.code === 'string') return nested.code;
  }
  return '';
}
