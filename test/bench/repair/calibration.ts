import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { RepairAnswer } from './figures.ts';

const file = fileURLToPath(new URL('../../../agent/src/decide/calibration.json', import.meta.url));

/** How often an edit that was found by trying and put first was right, with and without others that held as well. */
export function calibrationOf(answers: readonly RepairAnswer[]) {
  const bucket = (holds: (answer: RepairAnswer) => boolean) => {
    const some = answers.filter(answer => answer.engine === 'search' && holds(answer));
    return { cases: some.length, right: some.filter(({ rank }) => rank === 1).length };
  };
  return { alone: bucket(({ held }) => held === 1), several: bucket(({ held }) => held > 1) };
}

/** Keeps it where confidence is judged with it. */
export async function writeCalibration(set: string, answers: readonly RepairAnswer[]): Promise<void> {
  const about =
    `Of edits found by trying that turned a project's own failing tests green: how many were right, measured on ${set}. ` +
    'Written by `npm run bench -- repair`.';
  await writeFile(file, `${JSON.stringify({ about, search: calibrationOf(answers) }, null, 2)}\n`);
}
