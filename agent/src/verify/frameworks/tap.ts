import { caseName, type TestCase } from './framework.ts';

interface Group {
  readonly depth: number;
  readonly title: string;
}

const point = /^( {0,400})(not )?ok\b(?: {1,4}\d{1,9})?(.*)$/;
const subtest = /^( {0,400})# Subtest: (.*)$/;
const directive = / # ?(skip|todo)\b.*$/i;

/**
 * Reads the Test Anything Protocol, nested tests included: those count, not the one around them. Undefined when a text
 * has no line of it.
 */
export function parseTap(text: string): TestCase[] | undefined {
  const groups: Group[] = [];
  const cases: TestCase[] = [];
  let counted = 0;
  let known = false;
  let details: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (line.length < 2) continue;
    if (details !== undefined) {
      if (line.trim() !== '...') details.push(line.trim());
      else {
        const last = cases.at(-1);
        if (last?.status === 'failed') cases[cases.length - 1] = { ...last, error: details.join('\n') };
        details = undefined;
      }
      continue;
    }
    if (/^\s*---\s*$/.test(line) && known) details = [];
    else if (/^TAP version \d/.test(line) || /^\s*1\.\.\d{1,9}\b/.test(line)) known = true;
    else if (line.startsWith('Bail out!')) {
      cases.push({ name: '(bails out)', status: 'failed', error: line });
      known = true;
    }
    const [, indent, title] = subtest.exec(line) ?? [];
    if (indent !== undefined && title !== undefined) {
      groups.push({ depth: indent.length, title });
      counted = cases.length;
      continue;
    }
    const [, depth, not, rest = ''] = point.exec(line) ?? [];
    if (depth === undefined) continue;
    known = true;
    const name = rest
      .replace(directive, '')
      .replace(/^ ?-? ?/, '')
      .trim();
    const group = groups.at(-1);
    // The line after a group says how it went, which its tests have said.
    if (group !== undefined && group.depth >= depth.length && group.title === name) {
      groups.pop();
      if (cases.length > counted) continue;
    }
    const status = directive.test(rest) ? 'skipped' : not === undefined ? 'passed' : 'failed';
    cases.push({ name: caseName([...groups.map(above => above.title), name]), status });
  }
  return known ? cases : undefined;
}
