import type { ModelChoice } from '@errata/protocol/model';
import { anthropicAddress, openaiAddress } from '../addresses.ts';

/** The server of models that a program in the sandbox speaks to. */
export interface RelayedApi {
  readonly provider: 'anthropic' | 'openai';
  readonly baseUrl?: ModelChoice['baseUrl'];
  /** Goes with each request, and never into the sandbox. */
  readonly key?: string | undefined;
}

/** Where requests for a path go, and whether they are for an answer, which costs. */
export interface Route {
  readonly to: URL;
  readonly costs: boolean;
}

interface Known {
  address(baseUrl: string | undefined): string;
  /** What programs put before the paths that come after the base URL. */
  readonly prefix: string;
  readonly paths: Readonly<Record<string, { costs: boolean }>>;
  signed(key: string): Record<string, string>;
}

const known: Readonly<Record<RelayedApi['provider'], Known>> = {
  anthropic: {
    address: anthropicAddress,
    prefix: '',
    paths: { '/v1/messages': { costs: true }, '/v1/messages/count_tokens': { costs: false } },
    signed: key => ({ 'x-api-key': key }),
  },
  openai: {
    address: baseUrl => openaiAddress(baseUrl).href.replace(/\/+$/, ''),
    prefix: '/v1',
    paths: { '/chat/completions': { costs: true }, '/responses': { costs: true } },
    signed: key => ({ authorization: `Bearer ${key}` }),
  },
};

/** All that is let through, by the path that a program asks for. */
export function routesOf({ provider, baseUrl }: RelayedApi): ReadonlyMap<string, Route> {
  const { address, prefix, paths } = known[provider];
  const base = address(baseUrl);
  return new Map(
    Object.entries(paths).map(([path, { costs }]) => [
      `${prefix}${path}`,
      { to: new URL(base + path), costs },
    ]),
  );
}

/** The headers that hold the key. */
export function signature({ provider, key }: RelayedApi): Record<string, string> {
  return key === undefined ? {} : known[provider].signed(key);
}
