import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Frame, Page } from 'playwright-core';

let source: Promise<string> | undefined;

const shownNodes = 4;

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/**
 * What axe finds on the page, or in the elements of these selectors alone: the rule, and the first elements that break it.
 */
export async function accessibilityProblems(
  page: Page | Frame,
  within?: readonly string[],
): Promise<string[]> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated from outside, which the page's policy has no say in.
  await page.evaluate(`if (!globalThis.axe) { ${await source} }`);
  const context = within === undefined ? 'document' : JSON.stringify({ include: within });
  const found: Violation[] = await page.evaluate(`axe.run(${context}).then(({ violations }) => violations)`);
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, shownNodes).map(({ target, failureSummary }) => {
      const summary = failureSummary.split('\n').slice(1).join(' ').trim();
      return `${id} at ${target.join(' ')}: ${summary}`;
    }),
  );
}
