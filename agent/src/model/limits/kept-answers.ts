import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { tokenUsageSchema } from '@errata/protocol/model';
import { z } from 'zod';
import { cacheFolder } from '../../center/folders.ts';
import { AnswerCache } from '../../git/answer-cache.ts';
import type { ModelAnswer, ModelRequest } from '../model.ts';

const layout = 'model-1';

const answerSchema = z.object({
  text: z.string(),
  calls: z.array(
    z.object({
      type: z.literal('call'),
      id: z.string(),
      tool: z.string(),
      input: z.unknown(),
      thought: z.unknown().optional(),
    }),
  ),
  stop: z.enum(['end', 'calls', 'length']),
  tokens: tokenUsageSchema,
});

/** Answers of models on disk, so that a run that is resumed pays for nothing again. For this user's eyes only. */
export class KeptModelAnswers {
  readonly #cache: AnswerCache;

  constructor(folder = cacheFolder()) {
    this.#cache = new AnswerCache(join(folder, 'models'));
  }

  async get(key: string): Promise<ModelAnswer | undefined> {
    const kept = await this.#cache.get(key);
    return kept && answerSchema.parse(JSON.parse(kept.bytes.toString('utf8')));
  }

  async set(key: string, { text, calls, stop, tokens }: ModelAnswer): Promise<void> {
    const whole = JSON.stringify({ text, calls, stop, tokens });
    await this.#cache.set(key, { bytes: Buffer.from(whole), cut: false });
  }
}

interface Asking {
  readonly model: string;
  /** Where the model is. */
  readonly address: string;
  readonly run: string | undefined;
  /** How often the run has asked for the same before: what was answered then is not wanted. */
  readonly retries?: number | undefined;
}

/**
 * Names the answers to the requests of one run. What is left to chance is another answer each time that it is asked for, and in
 * each run: a person who tries again wants another one. A run that is resumed asks in the same order, and finds them all.
 */
export class AnswerKeys {
  readonly #asking: Asking;
  readonly #times = new Map<string, number>();

  constructor(asking: Asking) {
    this.#asking = asking;
  }

  /** Nothing for what must not be kept: it would be the same answer in each run. */
  of({ purpose: _, ...request }: ModelRequest): string | undefined {
    const { model, address, run, retries } = this.#asking;
    const content = hash([layout, model, address, request, ...(retries ? [run, retries] : [])]);
    if (request.temperature === 0) return content;
    if (run === undefined) return undefined;
    const time = (this.#times.get(content) ?? 0) + 1;
    this.#times.set(content, time);
    return hash([content, run, time]);
  }
}

function hash(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
