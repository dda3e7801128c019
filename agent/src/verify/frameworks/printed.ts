import { z } from 'zod';
import type { TestCase } from './framework.ts';
import { parseJsonLines } from './report.ts';

const passed = /^(?:pass|passed|ok|success|succeeded)$/i;
const failed = /^(?:fail|failed|failure|error|errored|broken|not ok)$/i;
const skipped = /^(?:skip|skipped|pending|todo|ignored|disabled)$/i;

const lineSchema = z.looseObject({
  name: z.string().optional(),
  fullName: z.string().optional(),
  test: z.string().optional(),
  title: z.string().optional(),
  status: z.string().optional(),
  outcome: z.string().optional(),
  result: z.string().optional(),
  state: z.string().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});

/** Reads JSON lines that name a test and say how it went, whatever they call it; undefined when there are none. */
export function parseStatusLines(text: string): TestCase[] | undefined {
  const cases = parseJsonLines(lineSchema, text).flatMap((line): TestCase[] => {
    const name = line.fullName ?? line.name ?? line.test ?? line.title;
    const status = statusOf(line.status ?? line.outcome ?? line.result ?? line.state ?? '');
    const error = line.error ?? line.message;
    if (name === undefined || status === undefined) return [];
    return [{ name, status, ...(status === 'failed' && error !== undefined ? { error } : {}) }];
  });
  return cases.length > 0 ? cases : undefined;
}

function statusOf(word: string): TestCase['status'] | undefined {
  if (passed.test(word)) return 'passed';
  if (failed.test(word)) return 'failed';
  return skipped.test(word) ? 'skipped' : undefined;
}

/** How runners print a test in a line of its own; the first group that took part is its name, the word its result. */
const printed: readonly RegExp[] = [
  // pytest -v, ctest, PHPUnit's testdox and many others: the name, then the word.
  /^(?<name>\S{1,400}(?:::|\.)\S{1,400}) (?<word>PASSED|FAILED|SKIPPED|ERROR)\b/,
  // unittest -v, cargo: `test_a (tests.A) ... ok`.
  /^(?:test )?(?<name>\S[^\n]{0,400}?) \.\.\. (?<word>ok|FAILED|FAIL|ERROR|skipped|ignored)\b/,
  // Catch, GoogleTest: `[  FAILED  ] Suite.Case (2 ms)`.
  /^\[ {1,10}(?<word>OK|FAILED|SKIPPED) {1,10}\] (?<name>\S{1,400})/,
  // go test -v: `--- FAIL: TestX (0.00s)`.
  /^ {0,40}--- (?<word>PASS|FAIL|SKIP): (?<name>\S{1,400})/,
  // Spec reporters: `✓ adds up (3ms)`.
  /^ {0,40}(?<word>[✓✔✗✖×]) (?<name>\S[^\n]{0,400})$/,
];

/** Reads the lines in which runners print a test and its result; undefined when there are none. A person's output: the last resort. */
export function parsePrinted(text: string): TestCase[] | undefined {
  const cases = new Map<string, TestCase>();
  for (const line of text.split(/\r?\n/)) {
    if (line.length < 3) continue;
    for (const pattern of printed) {
      const { name, word = '' } = pattern.exec(line.slice(0, 1000))?.groups ?? {};
      if (name === undefined) continue;
      const status = '✓✔'.includes(word) ? 'passed' : '✗✖×'.includes(word) ? 'failed' : statusOf(word);
      const title = name.replace(/ \(\d{1,9}(?:\.\d{1,9})? ?m?s\)$/, '').trim();
      if (status !== undefined && cases.get(title)?.status !== 'failed')
        cases.set(title, { name: title, status });
      break;
    }
  }
  return cases.size > 0 ? [...cases.values()] : undefined;
}
