import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Proposal } from '@errata/protocol/proposal';
import { buildReviewPage } from '../../../extension/build.ts';
import { provideChromium } from '../chromium.ts';
import { ARTIFACTS } from '../evidence.ts';
import { PageHost, type Surroundings } from './host.ts';
import { ReviewPage, type Theme } from './review-page.ts';
import { darkSyntax, lightSyntax, surroundings, proposal as usual } from './scenes.ts';

const START_MS = 60_000;

export interface OpenedPage {
  readonly page: () => ReviewPage;
  /** Loads the page anew and shows a review on it. */
  readonly review: (change?: Partial<Surroundings>, proposal?: Proposal, theme?: Theme) => Promise<PageHost>;
  readonly picture: (name: string) => Promise<void>;
}

/** Builds the review page and opens a browser on it for the tests of a `describe`; they are skipped where there is none. */
export function useReviewPage(): OpenedPage {
  let opened: ReviewPage | undefined;
  let folder: string | undefined;
  const page = () => {
    if (!opened) throw new Error('the page is not open: ask for it inside a hook or a test');
    return opened;
  };

  before('open the review page', async function () {
    this.timeout(START_MS);
    const chromium = await provideChromium(AbortSignal.timeout(START_MS - 5000), () => undefined);
    if (!chromium.ok) {
      this['skipReason'] = `no Chromium: ${chromium.reason}`;
      this.skip();
    }
    folder = await mkdtemp(join(tmpdir(), 'errata-review-page-'));
    await buildReviewPage(folder);
    opened = await ReviewPage.open(folder, chromium.path);
  });

  after('close the review page', async () => {
    await opened?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  return {
    page,
    async review(change = {}, proposal = usual, theme = 'dark') {
      await page().load(theme);
      const syntax = theme === 'light' ? lightSyntax : theme === 'dark' ? darkSyntax : {};
      const host = new PageHost(page(), proposal, { ...surroundings, syntax, ...change });
      await host.show();
      return host;
    },
    async picture(name) {
      const path = join(ARTIFACTS, 'screenshots', `${name}.png`);
      await page().page.screenshot({ path, fullPage: true, animations: 'disabled' });
    },
  };
}
