import { openaiAddress } from '../addresses.ts';
import { Answer } from '../answer.ts';
import type { Server } from '../fault-text.ts';
import type { AskOptions, Model, ModelAnswer, ModelRequest } from '../model.ts';
import type { Access } from '../open-model.ts';
import { serverFault } from '../server-fault.ts';
import { chatRequest } from './chat-request.ts';
import { readChat } from './chat-stream.ts';
import { openaiClient } from './client.ts';
import { Dialect } from './dialect.ts';
import { responsesRequest } from './responses-request.ts';
import { readResponse } from './responses-stream.ts';

/** OpenAI's models, and all that are offered by its protocols: Azure's, DeepSeek's, those of Ollama, vLLM and llama.cpp. */
export function openOpenai({ choice, key }: Access): Model {
  const id = `openai:${choice.model}`;
  const address = openaiAddress(choice.baseUrl);
  const server: Server = { id, host: address.host, key };
  const dialect = new Dialect(address);
  const client = openaiClient({ choice, key });
  const speak = {
    async chat(request: ModelRequest, { signal }: AskOptions, answer: Answer): Promise<ModelAnswer> {
      const asked = chatRequest(choice.model, request, dialect);
      return readChat(await client.chat.completions.create(asked, { signal }), answer);
    },
    async responses(request: ModelRequest, { signal }: AskOptions, answer: Answer): Promise<ModelAnswer> {
      const asked = responsesRequest(choice.model, request, dialect);
      return readResponse(await client.responses.create(asked, { signal }), answer, server);
    },
  }[choice.api];
  return {
    id,
    async ask(request, how) {
      while (true) {
        how.signal.throwIfAborted();
        const answer = new Answer(id, request, how);
        try {
          return await speak(request, how, answer);
        } catch (error) {
          how.signal.throwIfAborted();
          if (!dialect.learn(error)) throw serverFault(error, server, answer.spent);
        }
      }
    },
  };
}
