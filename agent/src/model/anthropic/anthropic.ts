import { anthropicAddress } from '../addresses.ts';
import { Answer } from '../answer.ts';
import type { Server } from '../fault-text.ts';
import type { Model } from '../model.ts';
import type { Access } from '../open-model.ts';
import { refusesPart, serverFault } from '../server-fault.ts';
import { anthropicClient } from './client.ts';
import { anthropicRequest } from './request.ts';
import { readAnswer } from './stream.ts';

/** Claude, at Anthropic or wherever its Messages API is spoken. */
export function openAnthropic({ choice, key }: Access): Model {
  const id = `anthropic:${choice.model}`;
  const server: Server = { id, host: new URL(anthropicAddress(choice.baseUrl)).host, key };
  const client = anthropicClient({ choice, key });
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
