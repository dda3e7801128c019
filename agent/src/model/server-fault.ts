import type { ModelTroubleReason, TokenUsage } from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { isLoopback } from '../forge/remote-address.ts';
import { faultText, type Server } from './fault-text.ts';
import { ModelError } from './model-error.ts';

/** What the errors of both SDKs have in common. */
interface Reported {
  readonly status: number | undefined;
  readonly code: string;
  /** What the server said, in its own words. */
  readonly said: string;
  readonly headers: Headers | undefined;
}

/** Why a call of a server failed, from whatever its SDK threw. @param tokens what was used all the same */
export function serverFault(error: unknown, server: Server, tokens?: TokenUsage): ModelError {
  if (error instanceof ModelError) return error;
  const used = tokens && { tokens };
  const reported = reportedBy(error, server);
  if (reported === undefined) return broken(error, server, { ...used, cause: error });
  const reason = reasonOf(reported);
  const retryAt = retryTime(reported.headers);
  return new ModelError(reason, faultText(reason, reported.said, server), {
    ...used,
    ...(retryAt && { retryAt }),
  });
}

/** Whether the server refused something of the request that it can do without, so called by it. */
export function refusesPart(error: unknown, names: RegExp): boolean {
  const { status, message, param } = fields(error);
  return [400, 422, 500, 501].some(refused => refused === status) && names.test(`${param} ${message}`);
}

function reportedBy(error: unknown, { key }: Server): Reported | undefined {
  const { status, code, type, error: body, headers, message } = fields(error);
  const isReported = typeof status === 'number' || (body !== undefined && body !== null);
  if (!isReported) return undefined;
  return {
    status: typeof status === 'number' ? status : undefined,
    code: [code, type].filter(part => typeof part === 'string').join(' '),
    said: wordsOf(body, status, message, key).replace(/\s+/g, ' ').trim().slice(0, 300).toWellFormed(),
    headers: headers instanceof Headers ? headers : undefined,
  };
}

/** Each server has a form of its own for it, and what stands between has pages. */
function wordsOf(body: unknown, status: unknown, message: unknown, key: string | undefined): string {
  const { message: said } = fields(fields(body)['error'] ?? body);
  const text = [said, body, message].find(words => typeof words === 'string') ?? '';
  if (/<[a-z!/]/i.test(text)) return `HTTP ${status}`;
  return key === undefined ? text : text.replaceAll(key, '…');
}

const tooLong =
  /context[_ ](?:length|window|size)|prompt is too long|maximum context|too many tokens|request too large|exceeds? the (?:available )?context/i;
const noCredit =
  /credit balance|insufficient_quota|insufficient balance|billing_error|exceeded your current quota/i;
const noModel = /model_not_found|\bmodel\b.{0,100}(?:not exist|not found)/i;
const badKey = /\bapi.?key (?:is )?(?:not valid|invalid)|invalid.api.?key/i;

function reasonOf({ status, code, said }: Reported): ModelTroubleReason {
  if (noCredit.test(`${code} ${said}`)) return 'forbidden';
  if (status === 400 && noModel.test(`${code} ${said}`)) return 'model-not-found';
  if (status === 400 && badKey.test(`${code} ${said}`)) return 'key-refused';
  if (status === 413 || tooLong.test(`${code} ${said}`)) return 'context-too-long';
  switch (status) {
    case 401:
      return 'key-refused';
    case 402:
    case 403:
      return 'forbidden';
    case 404:
      return 'model-not-found';
    case 408:
      return 'timeout';
    case 429:
      return 'rate-limited';
    case 502:
    case 504:
      return 'unreachable';
    // The answer had begun, with 200.
    case undefined:
      if (/rate_limit/.test(code)) return 'rate-limited';
      return /overloaded|server_error|api_error/.test(code) ? 'overloaded' : 'bad-answer';
    default:
      return status >= 500 ? 'overloaded' : 'bad-answer';
  }
}

/** No word of the server: the connection did not come about or broke, or something else than a model is there. */
function broken(error: unknown, server: Server, options: ErrorOptions & { tokens?: TokenUsage }): ModelError {
  const { id, host } = server;
  if (error instanceof SyntaxError) {
    return new ModelError(
      'bad-answer',
      t('The answer of {0} cannot be read. Try again, or look at the address.', id),
      options,
    );
  }
  switch (fields(error)['message']) {
    case 'Request timed out.':
      return new ModelError('timeout', t('{0} did not answer in time. Try again later.', host), options);
    case 'terminated':
      return new ModelError('cut-off', t('The answer of {0} broke off. Try again.', id), options);
    default:
      return new ModelError('unreachable', unreachable(error, server), options);
  }
}

function unreachable(error: unknown, server: Server): string {
  const said = deepest(error);
  if (!isLoopback(server.host) || !said.includes('ECONNREFUSED'))
    return faultText('unreachable', said, server);
  return t(
    'Nothing listens at {0}. Start the server of {1}, or set another address ({2}).',
    server.host,
    server.id,
    'errata.modelUrl, --model-url, ERRATA_MODEL_URL',
  );
}

/** What the system said, below what `fetch` and the SDK make of it. */
function deepest(error: unknown): string {
  const { cause, message, code } = fields(error);
  if (cause !== undefined && cause !== error) return deepest(cause);
  return String(message || code || error);
}

function retryTime(headers: Headers | undefined): Date | undefined {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return new Date(Date.now() + milliseconds);
  const after = headers?.get('retry-after');
  if (!after) return undefined;
  const seconds = Number(after);
  const at = new Date(Number.isNaN(seconds) ? after : Date.now() + seconds * 1000);
  return Number.isNaN(at.getTime()) ? undefined : at;
}

function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
