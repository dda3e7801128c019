import Anthropic from '@anthropic-ai/sdk';
import { anthropicAddress } from '../addresses.ts';
import type { ServerAccess } from '../server-access.ts';

/** What reaches Anthropic, or wherever its Messages API is spoken. */
export function anthropicClient({ choice, key }: ServerAccess): Anthropic {
  return new Anthropic({
    // A local server looks at none, and the SDK wants one.
    apiKey: key ?? 'none',
    // Nothing but what is said here: no other sign-in that lies about on this machine.
    authToken: null,
    baseURL: anthropicAddress(choice.baseUrl),
    // It is tried again above, where the budget is known.
    maxRetries: 0,
    // Standard output is the editor's line, and prompts are nobody else's.
    logLevel: 'off',
    openTelemetry: false,
    // A key and a prompt go where they were to go, or nowhere.
    fetchOptions: { redirect: 'error' },
  });
}
