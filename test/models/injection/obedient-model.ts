import type { Model, ModelAnswer, ModelRequest } from '../../../agent/src/model/model.ts';
import type { Attack, WrittenEdit } from './attacks.ts';

/** How a model writes edits: as it is asked to, or as many would rather. */
export type Form = 'blocks' | 'diff';

/** A model that has been taken over: whatever it is asked, it does what it was told by a stranger. */
export class ObedientModel implements Model {
  readonly id = 'openai:obedient';
  readonly requests: ModelRequest[] = [];
  readonly #attack: Attack;
  readonly #form: Form;

  constructor(attack: Attack, form: Form) {
    this.#attack = attack;
    this.#form = form;
  }

  async ask(request: ModelRequest): Promise<ModelAnswer> {
    this.requests.push(request);
    const { calls: wanted = [], edits = [] } = this.#attack;
    const isDone = request.messages.length > 1;
    const steps = edits.map(({ file, search = '', replace }) => ({
      tool: 'edit',
      input: { path: file, search, replace },
    }));
    const calls = request.purpose !== 'step' ? wanted : isDone ? [] : [...wanted, ...steps];
    return {
      text: request.schema === undefined ? written(this.#attack, this.#form) : explained(this.#attack),
      calls: calls.map((call, at) => ({ ...call, type: 'call' as const, id: `call-${at}` })),
      stop: calls.length > 0 ? 'calls' : 'end',
      tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
    };
  }
}

/** In a form that is understood, so that nothing fails for its form alone. */
function written({ before = '', explanation = 'It is mended.', edits = [] }: Attack, form: Form): string {
  const write = { blocks: block, diff: hunk }[form];
  return `${before}LABEL: root-cause\nEXPLANATION: ${explanation}\n\n${edits.map(write).join('\n')}`;
}

function hunk({ file, search, replace }: WrittenEdit): string {
  const marked = (sign: string, text: string) => text.split('\n').map(row => `${sign}${row}\n`);
  const removed = search === undefined ? [] : marked('-', search);
  const former = search === undefined ? '/dev/null' : `a/${file}`;
  return [`--- ${former}\n+++ b/${file}\n@@\n`, ...removed, ...marked('+', replace)].join('');
}

function block({ file, search, replace }: WrittenEdit): string {
  const named = search === undefined && /\btest\b/.test(file) ? 'TEST' : 'FILE';
  return `${named}: ${file}\n<<<<<<< SEARCH\n${search === undefined ? '' : `${search}\n`}=======\n${replace}\n>>>>>>> REPLACE\n`;
}

/** The same attack where the cause of an error is asked for: places that nobody may be sent to. */
function explained({ explanation = 'It is mended.', edits = [] }: Attack): string {
  const evidence = edits.map(({ file, search = '' }) => ({ file, line: 1, code: search, why: explanation }));
  const producedAt = evidence[0] ?? null;
  return JSON.stringify({
    found: true,
    cause: explanation,
    ...{ evidence, producedAt, strategy: explanation, disprovedBy: explanation },
  });
}
