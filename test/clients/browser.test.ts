import assert from 'node:assert/strict';
import { feedbackSchema } from '@errata/protocol/feedback';
import { type Browser, chromium } from 'playwright-core';
import { z } from 'zod';
import { startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { eventually } from '../../log-center/src/testing/temporary.ts';
import { provideChromium } from '../editor/chromium.ts';
import { figure } from './figures.ts';
import { arrived, titles } from './issues.ts';
import { WebPage } from './web-page.ts';

const INSTALL_MS = 6 * 60_000;
const feedbacksSchema = z.object({ feedback: z.array(feedbackSchema) });

describe("Sentry's own SDK for browsers, in Chromium", () => {
  let browser: Browser | undefined;
  const newPage = () => {
    if (browser === undefined) throw new Error('There is no browser.');
    return browser.newPage();
  };

  before(async function () {
    this.timeout(INSTALL_MS);
    const found = await provideChromium(AbortSignal.timeout(INSTALL_MS), () => undefined);
    if (!found.ok) {
      this['skipReason'] = `no Chromium: ${found.reason}`;
      this.skip();
    }
    browser = await chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu'] });
  });
  after(async () => browser?.close());

  it('sends from a page of another origin what becomes issues with frames, URL and browser', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const options = "release: 'web@7', environment: 'production', sendDefaultPii: true";
    await using web = await WebPage.serve(client.ready.dsn, options);
    const page = await newPage();
    await page.goto(web.url);
    await page.evaluate('Sentry.setTag("tenant", "acme"); setTimeout(() => order(7))');

    const title = "TypeError: Cannot read properties of undefined (reading 'length')";
    const { event } = await arrived(client, title);
    assert.equal(event.platform, 'javascript');
    assert.equal(event.release, 'web@7');
    assert.match(event.sdk ?? '', /^sentry\.javascript\.browser\//);
    const frames = event.exceptions[0]?.frames.slice(-2) ?? [];
    assert.deepEqual(
      frames.map(({ function: name, line, file, inApp }) => [name, line, new URL(file).pathname, inApp]),
      [
        ['order', 5, '/app.js', true],
        ['discount', 2, '/app.js', true],
      ],
    );
    assert.equal(event.exceptions[0]?.handled, false);
    assert.equal(event.request?.url, web.url);
    assert.match(event.request?.headers?.['User-Agent'] ?? '', /Chrome\/\d/);
    assert.ok(event.contexts['culture'], JSON.stringify(event.contexts));
    assert.equal(event.tags['tenant'], 'acme');

    await page.evaluate('Sentry.captureFeedback({ message: "The page is blank", name: "Ada" })');
    await eventually(async () => {
      const { feedback } = await client.get(feedbacksSchema, '/projects/default/feedback');
      return feedback.find(({ message, name }) => message === 'The page is blank' && name === 'Ada');
    });
    await page.close();
    assert.equal(await figure(client, 'errata_refused_total'), 0);
  });

  it('is let through where its requests need a preflight', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const header = `Sentry sentry_key=${client.key}, sentry_version=7`;
    const transport = `{ headers: { 'X-Sentry-Auth': ${JSON.stringify(header)}, 'Content-Type': 'application/x-sentry-envelope' } }`;
    await using web = await WebPage.serve(client.ready.dsn, `transportOptions: ${transport}`);
    const page = await newPage();
    await page.goto(web.url);
    await page.evaluate('Sentry.captureMessage("with headers")');
    await arrived(client, 'with headers');
    await page.close();
  });

  it('sends what happens while the page is left, and what it has held back', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const dropping = "beforeSend: event => event.message.startsWith('dropped') ? null : event";
    await using web = await WebPage.serve(client.ready.dsn, dropping);
    const page = await newPage();
    await page.goto(web.url);
    await page.evaluate(`
      for (let n = 0; n < 3; n++) Sentry.captureMessage('dropped ' + n);
      addEventListener('pagehide', () => Sentry.captureMessage('while leaving'));
    `);
    await page.goto('about:blank');
    await arrived(client, 'while leaving');
    const dropped = { reason: 'before_send', category: 'error' };
    await eventually(async () =>
      (await figure(client, 'errata_client_discarded_total', dropped)) === 3 ? true : undefined,
    );
    assert.deepEqual(await titles(client), ['while leaving']);
    await page.close();
  });

  it('holds back when it is told to, and reports what was lost', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('PUT', '/projects/default/settings', { rateLimit: { perMinute: 1, burst: 1 } });
    await using web = await WebPage.serve(client.ready.dsn, '');
    const page = await newPage();
    await page.goto(web.url);
    await page.evaluate(`(async () => {
      for (const text of ['first', 'too much', 'held back', 'held back, too']) {
        Sentry.captureMessage(text);
        await Sentry.flush();
      }
    })()`);
    await page.goto('about:blank');
    const lost = { reason: 'ratelimit_backoff', category: 'error' };
    await eventually(async () =>
      (await figure(client, 'errata_client_discarded_total', lost)) >= 2 ? true : undefined,
    );
    assert.equal(await figure(client, 'errata_refused_total', { reason: 'rate-limited' }), 1);
    assert.deepEqual(await titles(client), ['first']);
    await page.close();
  });
});
