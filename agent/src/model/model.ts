import type { ModelPurpose, TokenUsage } from '@errata/protocol/model';

/** A language model, wherever it runs. Providers stand behind it; callers see none of them. */
export interface Model {
  /** `PROVIDER:MODEL`. */
  readonly id: string;
  /** Tokens that it takes, where that is known. */
  readonly window?: number | undefined;
  /** Asks once. Throws `ModelError`, and the signal's reason when it is aborted. */
  ask(request: ModelRequest, how: AskOptions): Promise<ModelAnswer>;
}

export interface AskOptions {
  readonly signal: AbortSignal;
  /** Told of the answer as it comes. */
  onText?(chunk: string): void;
}

export interface ModelRequest {
  readonly purpose: ModelPurpose;
  /** What is always the same comes first: a provider that caches prompts caches it. Nothing of an event is ever in here. */
  readonly system: string;
  readonly messages: readonly Message[];
  readonly tools?: readonly Tool[] | undefined;
  /** The answer is one JSON document of this form. */
  readonly schema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> } | undefined;
  /** 0…1; left to the provider without it. */
  readonly temperature?: number | undefined;
  /** Tokens of the answer. */
  readonly maxOutput: number;
}

/** `stable`: what comes up to here is the same in the next call. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly stable?: true;
}

export interface ToolCall {
  readonly type: 'call';
  readonly id: string;
  readonly tool: string;
  /** As the model wrote it: to be checked by the tool. */
  readonly input: unknown;
  /** What it thought before, in the provider's own form: it wants to see that again, as it is. */
  readonly thought?: unknown;
}

export interface ToolResult {
  readonly type: 'result';
  readonly call: string;
  readonly text: string;
  readonly isError?: true;
}

export type Message =
  | { readonly role: 'user'; readonly parts: readonly (TextPart | ToolResult)[] }
  | { readonly role: 'assistant'; readonly parts: readonly (TextPart | ToolCall)[] };

export interface Tool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its input. */
  readonly input: Readonly<Record<string, unknown>>;
}

export interface ModelAnswer {
  readonly text: string;
  readonly calls: readonly ToolCall[];
  /** `length`: it was cut at `maxOutput`. */
  readonly stop: 'end' | 'calls' | 'length';
  readonly tokens: TokenUsage;
  /** US dollars, where the price is known. */
  readonly cost?: number | undefined;
  /** It was answered before, and nothing was asked for it. */
  readonly cached?: true;
}
