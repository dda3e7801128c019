import { buildContext } from '../../diagnose/context/build-context.ts';
import { diagnose } from '../../diagnose/diagnose.ts';
import { type Case, eventOf, inMemory, mappedOf } from '../../diagnose/scratch-case.ts';
import type { Model, ModelAnswer, ModelRequest } from '../../model/model.ts';
import { type Proposed, type ProposeWithModelInput, proposeWithModel } from './propose-with-model.ts';

export type Said = string | Error | Partial<ModelAnswer>;

export interface Asked extends Proposed {
  readonly requests: readonly ModelRequest[];
}

/** Answers what it is told to, one after the other. */
export class ScriptedModel implements Model {
  readonly id = 'openai:scripted';
  readonly requests: ModelRequest[] = [];
  readonly #answers: Said[];

  constructor(...answers: Said[]) {
    this.#answers = answers;
  }

  async ask(request: ModelRequest): Promise<ModelAnswer> {
    this.requests.push(request);
    const said = this.#answers.shift();
    if (said === undefined) throw new Error('nobody expects this question');
    if (said instanceof Error) throw said;
    const tokens = { input: 10, output: 1, cacheRead: 0, cacheWrite: 0 };
    return {
      text: '',
      calls: [],
      stop: 'end',
      tokens,
      ...(typeof said === 'string' ? { text: said } : said),
    };
  }
}

/** Diagnoses the case, and asks for fixes of it. */
export async function ask(
  made: Case,
  answers: readonly Said[],
  how: Partial<Omit<ProposeWithModelInput, 'model' | 'context' | 'sources'>> = {},
): Promise<Asked> {
  const event = eventOf(made);
  const sources = inMemory(made.files);
  const mapped = mappedOf(event);
  const { slice, ...found } = await diagnose({ event, tree: sources, mapped });
  const diagnosis = { ...found, suspects: [], owners: [], unmapped: [] };
  const context = await buildContext({ event, diagnosis, mapped, slice, sources, seed: 'of a test' });
  const model = new ScriptedModel(...answers);
  const { signal } = new AbortController();
  const proposed = await proposeWithModel({ model, context, sources, samples: 1, signal, ...how });
  return { ...proposed, requests: model.requests };
}

/** An edit as it is asked for. */
export function edit(path: string, search: string, replace: string): string {
  const lines = (text: string) => (text === '' ? '' : `${text}\n`);
  return `FILE: ${path}\n<<<<<<< SEARCH\n${lines(search)}=======\n${lines(replace)}>>>>>>> REPLACE\n`;
}

export function answer(...edits: readonly string[]): string {
  return `LABEL: root-cause\nEXPLANATION: Start with no coupons.\n\n${edits.join('\n')}`;
}
