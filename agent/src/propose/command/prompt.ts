import { dataRules, languageRule } from '../../diagnose/context/instructions.ts';
import type { ProposeWithModelInput } from '../model/propose-with-model.ts';
import { earlier } from '../model/request.ts';

/** For programs that find their own way through a folder. Constant; `read-answer.ts` reads the last lines. */
const commandRules = `${dataRules}

Your task is to fix the error in the source code in the current folder, by changing its files.

How to fix:
- Change the cause: the place where the bad value comes from, not the place where it hurts. Where you can do no more than guard against the symptom, say so in the label.
- Do not hide the error: no handler that catches everything, no silent return, no code taken away that did something useful.
- Change as little as possible, in the style of the code around it. No new dependencies, no new calls of the network, of processes or of eval, no changes of existing tests, configuration, lock files or generated files, and no file deleted.
- Everything else must behave as before: the tests that pass now are run on your fix.
- You may run the tests. There is no network and no git history, and nothing can be installed.

When you are done, end your answer with these two lines:

LABEL: root-cause
EXPLANATION: What the fix changes and why, in one sentence.

- LABEL is root-cause or guard.
- Where no fix can be found, change nothing and end with one line: NO FIX: and why.`;

const askForTest =
  'Write one regression test along with it: a new file beside the other tests and named as they are, which raises the exception without the fix and passes with it.';

export type CommandTask = Pick<
  ProposeWithModelInput,
  'context' | 'words' | 'before' | 'failures' | 'reproduction'
>;

export function commandPrompt(task: CommandTask): string {
  const { context, reproduction } = task;
  const last =
    reproduction === undefined
      ? askForTest
      : `That test is ${JSON.stringify(reproduction.path)}, and stays as it is.`;
  return [commandRules, context.stable, context.data, ...earlier(task), `${last}${languageRule()}`].join(
    '\n\n',
  );
}
