import Anthropic from '@anthropic-ai/sdk';
import { anthropicAddress } from '../addresses.ts';
import { Answer } from '../answer.ts';
import type { Server } from '../fault-text.ts';
import type { Model } from '../model.ts';
import type { Access } from '../open-model.ts';
import { refusesPart, serverFault } from '../server-fault.ts';
import { anthropicRequest } from './request.ts';
import { readAnswer } from './stream.ts';

/** Claude, at Anthropic or wherever its Messages API is spoken. */
export function openAnthropic({ choice, key }: Access): Model {
  const id = `anthropic:${choice.model}`;
  const baseURL = anthropicAddress(choice.baseUrl);
  const server: Server = { id, host: new URL(baseURL).host, key };
  const client = new Anthropic({
    // A local server looks at none, and the SDK wants one.
    apiKey: key ?? 'none',
    // Nothing but what is said here: no other sign-in that lies about on this machine.
    authToken: null,
    baseURL,
    // It is tried again above, where the budget is known.
    maxRetries: 0,
    // Standard output is the editor's line, and prompts are nobody else's.
    logLevel: 'off',
    openTelemetry: false,
    // A key and a prompt go where they were to go, or nowhere.
    fetchOptions: { redirect: 'error' },
  });
  let schemas = true;
  return {
    id,
    async ask(request, how) {
      const { signal } = how;
      while (true) {
        const answer = new Answer(id, request, how);
        try {
          signal.throwIfAborted();
          const events = await client.messages.create(anthropicRequest(choice.model, request, schemas), {
            signal,
          });
          return await readAnswer(events, answer, id);
        } catch (error) {
          signal.throwIfAborted();
          const without =
            schemas && request.schema && refusesPart(error, /output_config|output_format|json_schema|schema/);
          if (!without) throw serverFault(error, server, answer.spent);
          // An older model: it is told the form in words.
          schemas = false;
        }
      }
    },
  };
}
