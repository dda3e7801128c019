import assert from 'node:assert/strict';
import { CartFile } from './page-harness/cart-file.ts';
import { useReviewPage } from './page-harness/hooks.ts';
import { heading } from './page-harness/review-page.ts';
import { cartAfter, cartPath } from './page-harness/scenes.ts';
import { until } from './poll.ts';

describe('the review page, with an editor on each file', function () {
  this.timeout(60_000);
  const { page, review, picture } = useReviewPage();
  const cart = new CartFile(page);
  const keyboard = () => page().page.keyboard;
  const hostText = CartFile.atHost;

  afterEach(() => assert.deepEqual(page().complaints, [], 'the browser complained'));

  it('paints the plain hunks before it asks for an editor, out of 300 KB at most', async () => {
    const wanted = Promise.withResolvers<void>();
    const allowed = Promise.withResolvers<void>();
    await page().page.route(/file-editor/, async route => {
      wanted.resolve();
      await allowed.promise;
      await route.continue();
    });
    await review();
    await wanted.promise;
    await cart.article.locator('.plain-hunk').first().waitFor();
    const painted = 'performance.getEntriesByName("first-contentful-paint").length';
    assert.equal(await page().page.evaluate(painted), 1);
    const bytes = [...page().served.values()].reduce((sum, size) => sum + size, 0);
    assert.ok(bytes <= 300_000, `${bytes} bytes: ${[...page().served.keys()].join()}`);
    allowed.resolve();
    await cart.isEditable();
    await cart.article.locator('.plain-hunk').first().waitFor({ state: 'detached' });
    await page().page.unroute(/file-editor/);
  });

  it('sends what is typed as the whole text, once typing rests', async () => {
    const host = await review();
    await cart.isEditable();
    await cart.typeAfter('const items', ' // none');
    await until('the edit', async () => page().postedOf('edit').length > 0);
    const expected = cartAfter.replace('cart.items ?? [];', 'cart.items ?? []; // none');
    await until('the host to have it', async () => hostText(host) === expected);
    assert.equal(page().postedOf('edit').length, 1);
    await cart.article.getByText('Edited by you').waitFor();
    await keyboard().type('!');
    await until('the cursor where it was', async () =>
      (hostText(host) ?? '').includes('cart.items ?? []; // none!\n'),
    );
  });

  it('keeps what is typed while the answer to an edit is on its way', async () => {
    const host = await review();
    await cart.isEditable();
    await cart.line('const items').click();
    await keyboard().press('End');
    host.hold();
    await keyboard().type(' // a');
    await until('the first edit', async () => page().postedOf('edit').length === 1);
    await keyboard().type('b');
    await host.release();
    await keyboard().type('c');
    await until('all of it', async () => (hostText(host) ?? '').includes('?? []; // abc\n'));
    assert.ok((await cart.text()).includes('?? []; // abc'));
  });

  it('sends typing before a decision that follows it at once', async () => {
    const host = await review();
    await cart.isEditable();
    await cart.typeAfter('const items', ';');
    await page().page.getByRole('button', { name: 'Accept all hunks of all files' }).click();
    await until('the decision', async () => page().postedOf('mark').length === 1);
    const order = page().posted.map(({ type }) => type);
    assert.deepEqual(order, ['ready', 'edit', 'mark']);
    assert.ok(hostText(host)?.includes('cart.items ?? [];;'));
  });

  it('leaves undo to the host, after what is typed', async () => {
    const host = await review();
    await cart.isEditable();
    await cart.typeAfter('const items', 'x');
    await keyboard().press('ControlOrMeta+z');
    await until(
      'the text to be what it was',
      async () => page().postedOf('undo').length === 1 && hostText(host) === cartAfter,
    );
    await until('the page to show it', async () => !(await cart.text()).includes('[];x'));
    await keyboard().press('ControlOrMeta+y');
    await until('the text to come back', async () => hostText(host)?.includes('[];x'));
    await until('the page to show it', async () => (await cart.text()).includes('[];x'));
    await keyboard().press('ControlOrMeta+Shift+z');
    assert.equal(page().postedOf('edit').length, 1);
  });

  it('decides by keyboard, hunk by hunk, and keeps the focus over snapshots', async () => {
    await review();
    await cart.isEditable();
    const states = () => page().page.locator('.hunk-state').allTextContents();
    const focused = () => page().page.locator('.hunk:focus').getAttribute('aria-label');
    await page().page.locator('h1').click();
    await keyboard().press('n');
    await keyboard().press('a');
    await until('the mark', async () => (await states())[0] === 'accepted');
    assert.match((await focused()) ?? '', /^Hunk 1 of 2 .* accepted$/);
    await keyboard().press('n');
    await keyboard().press('r');
    await until('the mark', async () => (await states())[1] === 'rejected');
    assert.match((await focused()) ?? '', /^Hunk 2 of 2 .* rejected$/);
    await cart.article.locator('.hunk-line.rejected').waitFor();
    await keyboard().press('u');
    await until('the mark to go', async () => (await states())[1] === 'undecided');
    await keyboard().press('ControlOrMeta+z');
    await until('the mark to be back', async () => (await states())[1] === 'rejected');
    await keyboard().press('p');
    assert.match((await focused()) ?? '', /^Hunk 1 of 2/);
  });

  it('is left with Escape, to the hunk that the cursor was in', async () => {
    await review();
    await cart.isEditable();
    await cart.line('isEmpty').click();
    await keyboard().press('ArrowDown');
    await keyboard().press('Escape');
    const label = await page().page.locator('.hunk:focus').getAttribute('aria-label');
    assert.match(label ?? '', /^Hunk 2 of 2/);
  });

  it('shows both sides, and takes edits on the right one alone', async () => {
    const host = await review({ layout: 'side-by-side' });
    await cart.isEditable();
    assert.equal(await cart.article.locator('.cm-content').count(), 2);
    await cart.article.locator('.cm-content').first().locator('.cm-line').nth(1).click();
    await keyboard().type('LEFT');
    await cart.typeAfter('const items', 'right');
    await until('the edit', async () => hostText(host)?.includes('[];right'));
    assert.ok(!hostText(host)?.includes('LEFT'));
    assert.ok(!(await cart.article.locator('.cm-content').first().textContent())?.includes('LEFT'));
    await page().page.getByRole('button', { name: 'Show both texts in one column' }).click();
    await until('one editor', async () => (await cart.article.locator('.cm-content').count()) === 1);
    await cart.article.getByRole('button', { name: `Restore ${cartPath}: take your edits back` }).click();
    await until('the text to be restored', async () => hostText(host) === cartAfter);
  });

  it('takes no edits while the agent is at work or after it is over', async () => {
    const host = await review();
    await cart.isEditable();
    for (const change of [{ busy: 'verifying' as const }, { stage: 'cancelled' as const }]) {
      await host.show(change);
      await until('the lock', async () => (await cart.content.getAttribute('aria-readonly')) === 'true');
      await cart.line('const items').click();
      await keyboard().type('x');
      await page().page.locator('h1').click();
    }
    assert.deepEqual(page().postedOf('edit'), []);
    assert.equal(
      await page()
        .page.getByRole('button', { name: /^Accept hunk/ })
        .count(),
      0,
    );
  });

  it('says what crashed before its script has come, as text', async () => {
    const wanted = Promise.withResolvers<void>();
    const allowed = Promise.withResolvers<void>();
    await page().page.route(/review\.js$/, async route => {
      wanted.resolve();
      await allowed.promise;
      await route.continue();
    });
    const loaded = page().load();
    await wanted.promise;
    const waiting = page().page.getByText('Loading…');
    await waiting.waitFor();
    assert.equal(await page().page.locator('h1').textContent(), heading);
    assert.equal(page().served.has('/evil.js'), false);
    await picture('review-loading');
    allowed.resolve();
    await loaded;
    await page().page.unroute(/review\.js$/);
    await review();
    await waiting.waitFor({ state: 'detached' });
    assert.equal(await page().page.getByRole('heading', { name: heading }).count(), 0);
  });
});
