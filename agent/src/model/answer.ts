import type { TokenUsage } from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { jsonDocument } from './json-answer.ts';
import type { AskOptions, ModelAnswer, ModelRequest, ToolCall } from './model.ts';
import { ModelError } from './model-error.ts';

interface CallBegun {
  readonly id: string;
  readonly tool: string;
  json: string;
}

/** A token is seldom longer than this; a server that goes on beyond does not keep to what it was told. */
const lettersOfToken = 8;
const spare = 20_000;

/** An answer as it comes, and what becomes of it when it is whole. Throws `ModelError`. */
export class Answer {
  readonly #id: string;
  readonly #request: ModelRequest;
  readonly #how: AskOptions;
  readonly #calls = new Map<number | string, CallBegun>();
  #begun = false;
  #text = '';
  /** Letters of what is no text: thoughts, and inputs of calls. */
  #besides = 0;
  /** Where the server does not say, four letters count as one token. */
  tokens: TokenUsage | undefined;

  constructor(id: string, request: ModelRequest, how: AskOptions) {
    this.#id = id;
    this.#request = request;
    this.#how = how;
  }

  write(chunk: string): void {
    this.#begun = true;
    this.#text += chunk;
    this.#checkLength();
    this.#how.onText?.(chunk);
  }

  /** It thinks, which is no part of the answer. */
  think(chunk: string): void {
    this.#besides += chunk.length;
    this.#checkLength();
    this.alive();
  }

  /** @param place tells the calls of one answer apart */
  call(
    place: number | string,
    { id, tool, json = '' }: { readonly id: string; readonly tool: string; readonly json?: string },
  ): void {
    this.#calls.set(place, { id, tool, json });
  }

  addInput(place: number | string, chunk: string): void {
    const call = this.#calls.get(place);
    if (call) call.json += chunk;
    this.#besides += chunk.length;
    this.#checkLength();
  }

  /** Something came that is no text. */
  alive(): void {
    this.#begun = true;
    this.#how.onText?.('');
  }

  /** What it cost so far, where it began: the server says how long an answer is when it has come to its end. */
  get spent(): TokenUsage | undefined {
    if (!this.#begun) return undefined;
    const used = this.#used();
    return { ...used, output: Math.max(used.output, this.#estimate) };
  }

  refused(): ModelError {
    return this.#failed('refused', t('{0} refused to answer. Another model may not.', this.#id));
  }

  /** It ended before its end. Where it did not even begin, something else than a model answered. */
  cutOff(): ModelError {
    return this.#begun
      ? this.#failed('cut-off', t('The answer of {0} broke off. Try again.', this.#id))
      : this.#failed('bad-answer', t('What stands for {0} is no model: is the address right?', this.#id));
  }

  /** The whole answer. @param stop what the server said of it @param thought to be seen again with what the tools say */
  finish(stop: 'end' | 'length', thought?: unknown): ModelAnswer {
    const said = withoutThoughts(this.#text);
    if (stop === 'length' && (this.#request.schema || this.#calls.size > 0 || said.trim() === ''))
      throw this.#tooLong();
    const calls = [...this.#calls.values()].map(call => this.#whole(call));
    if (calls[0] && thought !== undefined) calls[0] = { ...calls[0], thought };
    if (calls.length === 0 && said.trim() === '') {
      throw this.#failed(
        'empty',
        t('{0} answered with nothing. Try again, or choose another model.', this.#id),
      );
    }
    const isDocument = this.#request.schema !== undefined && calls.length === 0;
    const text = isDocument ? jsonDocument(said) : said;
    if (text === undefined) {
      throw this.#failed(
        'bad-answer',
        t('{0} did not answer in the form that was asked for. Try again, or choose another model.', this.#id),
      );
    }
    return { text, calls, stop: calls.length > 0 ? 'calls' : stop, tokens: this.#used() };
  }

  #whole({ id, tool, json }: CallBegun): ToolCall {
    try {
      return { type: 'call', id, tool, input: json.trim() === '' ? {} : JSON.parse(json) };
    } catch (cause) {
      throw this.#failed(
        'bad-answer',
        t('{0} called a tool with something that is no JSON. Try again, or choose another model.', this.#id),
        { cause },
      );
    }
  }

  #checkLength(): void {
    if (this.#text.length + this.#besides > this.#request.maxOutput * lettersOfToken + spare)
      throw this.#tooLong();
  }

  #tooLong(): ModelError {
    const { maxOutput } = this.#request;
    return this.#failed(
      'too-long',
      t(
        '{0} did not come to an end within {1} tokens. Try again, or choose another model.',
        this.#id,
        maxOutput,
      ),
    );
  }

  #failed(reason: ModelError['reason'], message: string, options: ErrorOptions = {}): ModelError {
    return new ModelError(reason, message, { ...options, tokens: this.spent ?? this.#used() });
  }

  #used(): TokenUsage {
    const { system, messages } = this.#request;
    const input = Math.ceil((system.length + JSON.stringify(messages).length) / 4);
    return this.tokens ?? { input, output: this.#estimate, cacheRead: 0, cacheWrite: 0 };
  }

  get #estimate(): number {
    return Math.ceil((this.#text.length + this.#besides) / 4);
  }
}

/** Local servers tend to leave what a model thought in its text. */
function withoutThoughts(text: string): string {
  return text.replace(/^\s*<think>[\s\S]*?(?:<\/think>\s*|$)/, '');
}
