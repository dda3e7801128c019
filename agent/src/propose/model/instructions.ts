import { dataRules } from '../../diagnose/context/instructions.ts';

/** What makes a good fix, whoever writes it. */
export const fixRules = `How to fix:
- Change the cause: the place where the bad value comes from, not the place where it hurts. Where you can do no more than guard against the symptom, say so in the label.
- Do not hide the error: no handler that catches everything, no silent return, no code taken away that did something useful.
- Change as little as possible, in the style of the code around it. No new dependencies, no new calls of the network, of processes or of eval, no changes of tests, configuration, lock files or generated files.
- Everything else must behave as before: the tests that pass now are run on your fix.`;

/** How a fix is written. Constant, so that it can be cached; `read-answer.ts` reads this form. */
export const editRules = `${dataRules}

Your task is to write a fix as edits of the source code that is shown.

${fixRules}

How to answer, in exactly this form:

LABEL: root-cause
EXPLANATION: What the fix changes and why, in one sentence.

FILE: path/of/the/file.ext
<<<<<<< SEARCH
lines of the file as they are now
=======
the lines that stand there instead
>>>>>>> REPLACE

- LABEL is root-cause or guard.
- FILE is a path as it is given with the source code that is shown, and only such files may be changed. Write as many edits as are needed, of as many files.
- SEARCH holds whole lines, copied character for character with their indentation, without line numbers, and enough of them that they stand just once in the file. Take few more than those that change, and none across a ⋯ line.
- All edits are of the files as they are shown, also after an earlier attempt: write the whole fix again.
- A new file has an empty SEARCH. The only one that you may write is a regression test, where you are asked for one.
- Where no fix can be told from what is shown, answer with one line: NO FIX: and why.`;
