import OpenAI from 'openai';
import { openaiAddress } from '../addresses.ts';
import type { ServerAccess } from '../server-access.ts';

/** What reaches OpenAI, or wherever its protocols are spoken. */
export function openaiClient({ choice, key }: ServerAccess): OpenAI {
  return new OpenAI({
    // A local server looks at none, and the SDK wants one.
    apiKey: key ?? 'none',
    // Nothing but what is said here: nothing that lies about on this machine.
    organization: null,
    project: null,
    baseURL: openaiAddress(choice.baseUrl).href,
    // It is tried again above, where the budget is known.
    maxRetries: 0,
    // Standard output is the editor's line, and prompts are nobody else's.
    logLevel: 'off',
    // A key and a prompt go where they were to go, or nowhere.
    fetchOptions: { redirect: 'error' },
  });
}
