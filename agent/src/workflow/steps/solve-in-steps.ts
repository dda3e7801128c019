import type { ModelTrouble } from '@errata/protocol/model';
import { oneLine } from '@errata/protocol/plain-text';
import { t } from '@vscode/l10n';
import { contextParts } from '../../diagnose/context/context.ts';
import { dataRules, languageRule } from '../../diagnose/context/instructions.ts';
import { visible } from '../../diagnose/context/quote.ts';
import { Tally } from '../../model/limits/tally.ts';
import type { Message, ModelAnswer, TextPart, ToolResult } from '../../model/model.ts';
import { ModelError } from '../../model/model-error.ts';
import { sharesOf } from '../../model/window.ts';
import { ChangeFinisher } from '../../propose/changes.ts';
import { fixRules } from '../../propose/model/instructions.ts';
import { troubleOf } from '../../propose/model/problem.ts';
import type { Proposed, ProposeWithModelInput } from '../../propose/model/propose-with-model.ts';
import { readAnswer } from '../../propose/model/read-answer.ts';
import { earlier } from '../../propose/model/request.ts';
import { readingTools } from './reading-tools.ts';
import { type TestingRoom, testingTool } from './testing-tool.ts';
import { carryOut, type StepTool } from './tool.ts';
import { Worktree } from './worktree.ts';

/** As for one answer: that the tests were seen to pass is counted where it is verified. */
const prior = 0.5;
const mostAtOnce = 8;

const rules = `${dataRules}

Your task is to fix the error in the source code of the repository, step by step, with the tools that you have. They show and change the repository and run its tests in a sandbox, and what they show is quoted data.

${fixRules}
- You have a limited number of steps. Once the tests pass, end.

When you are done, answer without a tool, with these two lines:

LABEL: root-cause
EXPLANATION: What the fix changes and why, in one sentence.

- LABEL is root-cause or guard.
- Where no fix can be found, answer with one line: NO FIX: and why.`;

export interface SolveInStepsInput extends Omit<ProposeWithModelInput, 'samples'> {
  readonly room: TestingRoom;
  /** How often the model may be asked. */
  readonly steps: number;
  report(message: string): void;
}

/**
 * Lets a model find its own way to a fix: read, search, edit and run tests, each step asked for by it and carried out by us. What it
 * has edited when it ends, or when its steps are used up, is a candidate like any other. Throws when cancelled.
 */
export async function solveInSteps(input: SolveInStepsInput): Promise<Proposed> {
  const { model, context, sources, room, signal, known, reproduction } = input;
  const worktree = await Worktree.of(sources);
  const tools = [
    ...readingTools(worktree, context.fence),
    testingTool(worktree, room, context.fence, signal),
  ];
  const tally = new Tally(model.id, false);
  const { text, trouble } = await converse(input, tools, tally);
  const { label = 'guard', explanation, declined } = readAnswer(text);
  const tests = worktree.test && reproduction === undefined ? [worktree.test] : [];
  const troubles = trouble ? [trouble] : [];
  const changes = declined === undefined ? await worktree.changes() : [];
  if (changes.length === 0) {
    const why = oneLine(visible(declined ?? text)).slice(0, 300);
    const empty: ModelTrouble = { reason: 'empty', message: t('{0} found no fix: {1}', model.id, why) };
    return { candidates: [], tests, troubles: trouble ? troubles : [empty] };
  }
  const made = await new ChangeFinisher(sources, known, signal).finish(changes, {
    ...{ engine: 'model', label, prior },
    explanation:
      oneLine(visible(explanation)) || t('Changes {0}.', changes.map(({ path }) => path).join(', ')),
  });
  if (!('unfit' in made)) return { candidates: [{ ...made, spent: tally.spend }], tests, troubles };
  const { unfit, path } = made;
  if (unfit !== 'known') troubles.push(troubleOf({ kind: unfit, path }, model.id));
  return { candidates: [], tests, troubles };
}

/** Asks and carries out, until it says something without a call, or may not go on. */
async function converse(
  input: SolveInStepsInput,
  tools: readonly StepTool[],
  tally: Tally,
): Promise<{ text: string; trouble?: ModelTrouble }> {
  const { model, context, steps, signal, report } = input;
  const task: TextPart = {
    type: 'text',
    text: [...earlier(input), taskOf(input)].join('\n\n'),
    stable: true,
  };
  const messages: Message[] = [{ role: 'user', parts: [...contextParts(context), task] }];
  let text = '';
  for (let step = 1; step <= steps; step++) {
    signal.throwIfAborted();
    report(t('{0} takes step {1} of {2}', model.id, step, steps));
    let answer: ModelAnswer;
    const began = performance.now();
    try {
      const offered = tools.map(tool => tool.offered);
      const request = {
        purpose: 'step',
        system: rules,
        messages,
        tools: offered,
        maxOutput: sharesOf(model.window).output,
      } as const;
      answer = await model.ask(request, { signal });
    } catch (error) {
      if (!ModelError.is(error)) throw error;
      return { text, trouble: error.trouble };
    }
    const { tokens, cost } = answer;
    tally.add({ tokens, cost, milliseconds: Math.round(performance.now() - began) });
    text = answer.text;
    if (answer.calls.length === 0) return { text };
    const said: TextPart[] = text.trim() === '' ? [] : [{ type: 'text', text }];
    messages.push({ role: 'assistant', parts: [...said, ...answer.calls] });
    const left: TextPart = { type: 'text', text: `Steps left: ${steps - step}.` };
    messages.push({ role: 'user', parts: [...(await resultsOf(answer, tools, signal)), left] });
  }
  return { text: '' };
}

async function resultsOf(
  { calls }: ModelAnswer,
  tools: readonly StepTool[],
  signal: AbortSignal,
): Promise<ToolResult[]> {
  const results: ToolResult[] = [];
  for (const [at, call] of calls.entries()) {
    signal.throwIfAborted();
    results.push(
      at < mostAtOnce
        ? await carryOut(call, tools)
        : { type: 'result', call: call.id, text: 'These are too many at once.', isError: true },
    );
  }
  return results;
}

function taskOf({ reproduction }: SolveInStepsInput): string {
  const test =
    ', and write one regression test: a new file beside the tests that there are, in their style, which raises this very error on the code as it was and passes with the fix';
  return `Fix the error${reproduction === undefined ? test : ''}.${languageRule()}`;
}
