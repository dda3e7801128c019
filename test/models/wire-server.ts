import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { anthropic } from './wire/anthropic.ts';
import {
  type Asked,
  type Protocol,
  type ScriptedAnswer,
  scriptedAnswerSchema,
  sessionSchema,
  spoken,
  type WireRequest,
} from './wire/exchange.ts';
import { openaiChat } from './wire/openai-chat.ts';
import { openaiResponses } from './wire/openai-responses.ts';
import { fail, say, send } from './wire/say.ts';
import { BadRequest, type Speaker } from './wire/speaker.ts';

export type { ScriptedAnswer, WireRequest } from './wire/exchange.ts';

/** Answers one after the other, or each as the request wants it. */
export type Script =
  | readonly ScriptedAnswer[]
  | ((request: WireRequest) => ScriptedAnswer | Promise<ScriptedAnswer>);

const speakers: readonly Speaker[] = [anthropic, openaiChat, openaiResponses];

/** Servers of models, as their SDKs see them on the wire, whose answers are written down beforehand. */
export class WireServer implements AsyncDisposable {
  readonly requests: WireRequest[] = [];
  /** Requests that the real server would not have taken, and answers that were not scripted. */
  readonly mistakes: string[] = [];
  /** Where it is set, another key is refused. */
  key: string | undefined;
  /** The models that it says it has, each as its protocol tells them; where it is not set, it does not say. */
  offered: readonly unknown[] | undefined;
  readonly #server: Server;
  #answer: (request: WireRequest) => ScriptedAnswer | undefined | Promise<ScriptedAnswer>;

  private constructor() {
    this.#answer = () => undefined;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        if (response.destroyed) return;
        this.mistakes.push(String(error));
        response.destroy();
      });
    });
  }

  static async start(): Promise<WireServer> {
    const server = new WireServer();
    server.#server.listen(0, '127.0.0.1');
    await once(server.#server, 'listening');
    // A test that fails before it has disposed of it is to end all the same.
    server.#server.unref();
    return server;
  }

  /** The base URL, for every protocol. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** How the model is named in the settings. */
  choice(protocol: Protocol): {
    provider: 'anthropic' | 'openai';
    model: string;
    baseUrl: string;
    api: 'chat' | 'responses';
  } {
    return {
      provider: protocol === 'anthropic' ? 'anthropic' : 'openai',
      model: 'scripted-1',
      baseUrl: this.url,
      api: protocol === 'openai-responses' ? 'responses' : 'chat',
    };
  }

  script(script: Script): void {
    if (typeof script === 'function') {
      this.#answer = script;
      return;
    }
    const answers = [...script];
    this.#answer = () => answers.shift();
  }

  /** Takes the answers from `sessions/NAME.json`. */
  async replay(name: string): Promise<void> {
    const text = await readFile(new URL(`sessions/${name}.json`, import.meta.url), 'utf8');
    this.script(sessionSchema.parse(JSON.parse(text)).answers);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(incoming.url ?? '/', 'http://models');
    const speaker = speakers.find(({ path }) => path === pathname);
    if (pathname === '/v1/models' && this.offered) return this.#offer(this.offered, incoming, response);
    if (!speaker || incoming.method !== 'POST') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
      return;
    }
    const body: unknown = await json(incoming);
    const asked = this.#read(speaker, body, incoming, response);
    if (!asked) return;
    const key = speaker.keyOf(incoming.headers);
    const request: WireRequest = {
      ...asked,
      number: this.requests.length + 1,
      protocol: speaker.protocol,
      provider: speaker.provider,
      key,
      text: asked.messages
        .flatMap(({ parts }) => parts.map(part => ('text' in part ? part.text : '')))
        .join('\n'),
      body,
      cancelled: new Promise(tell => response.once('close', () => tell(!response.writableFinished))),
    };
    this.requests.push(request);
    if (this.key !== undefined && key !== this.key)
      return fail(speaker, 'wrong-key', { fault: 'wrong-key', text: '' }, asked, response);
    const scripted = await this.#answer(request);
    if (scripted === undefined) {
      this.mistakes.push(`nothing is scripted for request ${request.number}`);
      return send(response, speaker.reject('Nothing is scripted for this request.'));
    }
    const answer = scriptedAnswerSchema.parse(scripted);
    await say(speaker, typeof answer === 'string' ? spoken(answer) : answer, asked, response);
  }

  #offer(data: readonly unknown[], { headers }: IncomingMessage, response: ServerResponse): void {
    const given = headers['x-api-key'] ?? headers.authorization?.replace('Bearer ', '');
    const isKnown = this.key === undefined || given === this.key;
    response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKnown ? { object: 'list', data, has_more: false } : { error: 'no' }));
  }

  #read(
    speaker: Speaker,
    body: unknown,
    { headers }: IncomingMessage,
    response: ServerResponse,
  ): Asked | undefined {
    try {
      return speaker.read(body, headers);
    } catch (error) {
      if (!(error instanceof z.ZodError || error instanceof BadRequest)) throw error;
      const message = error instanceof z.ZodError ? z.prettifyError(error) : error.message;
      this.mistakes.push(message);
      send(response, speaker.reject(message));
      return undefined;
    }
  }
}
