import assert from 'node:assert/strict';
import type { Proposal } from '@errata/protocol/proposal';
import type { FromWebview } from '@errata/protocol/webview';
import { useReviewPage } from './page-harness/hooks.ts';
import type { PageHost } from './page-harness/host.ts';
import { cartAfter, cartBefore, cartPath, proposal } from './page-harness/scenes.ts';
import { until } from './poll.ts';

/** A change of one file, as the only candidate. */
function changing(before: string | null, after: string | null, path = cartPath): Proposal {
  const [best] = proposal.candidates;
  assert.ok(best);
  const { reproduction: _, ...rest } = proposal;
  return { ...rest, candidates: [{ ...best, changes: [{ path, before, after }] }] };
}

describe('the review page, with an editor on each file', function () {
  this.timeout(60_000);
  const { page, review } = useReviewPage();
  const file = () => page().page.getByRole('article', { name: cartPath });
  const content = () => file().locator('.cm-content').last();
  const shown = async () => (await content().textContent()) ?? '';
  const keyboard = () => page().page.keyboard;
  const posted = <T extends FromWebview['type']>(type: T) =>
    page().posted.filter((message): message is Extract<FromWebview, { type: T }> => message.type === type);
  const hostText = (host: PageHost) => host.session.files.find(({ path }) => path === cartPath)?.after;
  const lineOf = (text: string) => content().locator('.cm-line').filter({ hasText: text }).first();
  const editable = async () => content().waitFor();

  afterEach(() => assert.deepEqual(page().complaints, [], 'the browser complained'));

  it('paints the plain hunks first and has the editor follow', async () => {
    const editor = page().page.route(/file-editor/, async route => {
      await file().locator('.plain-hunk').first().waitFor();
      await route.continue();
    });
    await review();
    await editor;
    await editable();
    await file().locator('.plain-hunk').first().waitFor({ state: 'detached' });
    await page().page.unroute(/file-editor/);
  });

  it('sends what is typed as the whole text, once typing rests', async () => {
    const host = await review();
    await editable();
    await lineOf('const items').click();
    await keyboard().press('End');
    await keyboard().type(' // none');
    await until('the edit', async () => posted('edit').length > 0);
    const expected = cartAfter.replace('cart.items ?? [];', 'cart.items ?? []; // none');
    await until('the host to have it', async () => hostText(host) === expected);
    assert.equal(posted('edit').length, 1);
    await file().getByText('Edited by you').waitFor();
    await keyboard().type('!');
    await until('the cursor where it was', async () =>
      (hostText(host) ?? '').includes('cart.items ?? []; // none!\n'),
    );
  });

  it('keeps what is typed while the answer to an edit is on its way', async () => {
    const host = await review();
    await editable();
    await lineOf('const items').click();
    await keyboard().press('End');
    host.hold();
    await keyboard().type(' // a');
    await until('the first edit', async () => posted('edit').length === 1);
    await keyboard().type('b');
    await host.release();
    await keyboard().type('c');
    await until('all of it', async () => (hostText(host) ?? '').includes('?? []; // abc\n'));
    assert.ok((await shown()).includes('?? []; // abc'));
  });

  it('sends typing before a decision that follows it at once', async () => {
    const host = await review();
    await editable();
    await lineOf('const items').click();
    await keyboard().press('End');
    await keyboard().type(';');
    await page().page.getByRole('button', { name: 'Accept all hunks of all files' }).click();
    await until('the decision', async () => posted('mark').length === 1);
    const order = page().posted.map(({ type }) => type);
    assert.deepEqual(order, ['ready', 'edit', 'mark']);
    assert.ok(hostText(host)?.includes('cart.items ?? [];;'));
  });

  it('leaves undo to the host, after what is typed', async () => {
    const host = await review();
    await editable();
    await lineOf('const items').click();
    await keyboard().press('End');
    await keyboard().type('x');
    await keyboard().press('ControlOrMeta+z');
    await until(
      'the text to be what it was',
      async () => posted('undo').length === 1 && hostText(host) === cartAfter,
    );
    await until('the page to show it', async () => !(await shown()).includes('[];x'));
    await keyboard().press('ControlOrMeta+y');
    await until('the text to come back', async () => hostText(host)?.includes('[];x'));
    await until('the page to show it', async () => (await shown()).includes('[];x'));
    await keyboard().press('ControlOrMeta+Shift+z');
    assert.equal(posted('edit').length, 1);
  });

  it('decides by keyboard, hunk by hunk, and keeps the focus over snapshots', async () => {
    await review();
    await editable();
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
    await file().locator('.hunk-line.rejected').waitFor();
    await keyboard().press('u');
    await until('the mark to go', async () => (await states())[1] === 'undecided');
    await keyboard().press('ControlOrMeta+z');
    await until('the mark to be back', async () => (await states())[1] === 'rejected');
    await keyboard().press('p');
    assert.match((await focused()) ?? '', /^Hunk 1 of 2/);
  });

  it('is left with Escape, to the hunk that the cursor was in', async () => {
    await review();
    await editable();
    await lineOf('isEmpty').click();
    await keyboard().press('ArrowDown');
    await keyboard().press('Escape');
    const label = await page().page.locator('.hunk:focus').getAttribute('aria-label');
    assert.match(label ?? '', /^Hunk 2 of 2/);
  });

  it('shows both sides, and takes edits on the right one alone', async () => {
    const host = await review({ layout: 'side-by-side' });
    await editable();
    assert.equal(await file().locator('.cm-content').count(), 2);
    await file().locator('.cm-content').first().locator('.cm-line').nth(1).click();
    await keyboard().type('LEFT');
    await lineOf('const items').click();
    await keyboard().press('End');
    await keyboard().type('right');
    await until('the edit', async () => hostText(host)?.includes('[];right'));
    assert.ok(!hostText(host)?.includes('LEFT'));
    assert.ok(!(await file().locator('.cm-content').first().textContent())?.includes('LEFT'));
    await page().page.getByRole('button', { name: 'Show both texts in one column' }).click();
    await until('one editor', async () => (await file().locator('.cm-content').count()) === 1);
    await file()
      .getByRole('button', { name: `Restore ${cartPath}: take your edits back` })
      .click();
    await until('the text to be restored', async () => hostText(host) === cartAfter);
  });

  it('takes no edits while the agent is at work or after it is over', async () => {
    const host = await review();
    await editable();
    for (const change of [{ busy: 'verifying' as const }, { stage: 'cancelled' as const }]) {
      await host.show(change);
      await until('the lock', async () => (await content().getAttribute('aria-readonly')) === 'true');
      await lineOf('const items').click();
      await keyboard().type('x');
      await page().page.locator('h1').click();
    }
    assert.deepEqual(posted('edit'), []);
    assert.equal(
      await page()
        .page.getByRole('button', { name: /^Accept hunk/ })
        .count(),
      0,
    );
  });

  it('shows what is invisible, runs nothing, and gives the bytes back as they were', async () => {
    const before = `a\u202Eb\r\nconst x = "\u001b[31m\u200b";\r\n<img src=x onerror=alert(1)>\n`;
    const after = `a\u202Eb\r\nconst x = "\u001b[32m\u200b\u2066";\r\n<img src=x onerror=alert(1)>\n</script>\n`;
    const host = await review({}, changing(before, after));
    await editable();
    const special = await file().locator('.cm-specialChar').allTextContents();
    for (const name of ['U+202E', '␛', 'U+200B', 'U+2066', '␍']) {
      assert.ok(special.includes(name), `${name} is not among ${special.join()}`);
    }
    const old = (await file().locator('.cm-deletedChunk').first().textContent()) ?? '';
    assert.ok(/␛.*U\+200B/.test(old) && !old.includes('\u001b') && !old.includes('\u200b'), old);
    assert.equal(await file().locator('.cm-content img[src]').count(), 0);
    await lineOf('</script>').click();
    await keyboard().press('End');
    await keyboard().type('!');
    await until('the edit', async () => hostText(host) === after.replace('</script>', '</script>!'));
  });

  it('keeps carriage returns where all lines have them', async () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    const host = await review({}, changing(crlf(cartBefore), crlf(cartAfter)));
    await editable();
    assert.equal(await file().locator('.cm-specialChar').count(), 0);
    await lineOf('const items').click();
    await keyboard().press('End');
    await keyboard().press('Enter');
    await keyboard().type('x');
    const expected = crlf(cartAfter.replace('?? [];\n', '?? [];\n  x\n'));
    await until('the edit', async () => hostText(host) === expected);
  });

  it('cuts lines of a megabyte instead of freezing', async () => {
    const host = await review({}, changing('a\n', `${'x'.repeat(1_000_000)}\nb\n`));
    await file().getByText('This file has very long lines').waitFor();
    await file()
      .getByText(/… 998000 more characters/)
      .waitFor();
    assert.equal(await file().locator('.cm-editor').count(), 0);
    await file()
      .getByRole('button', { name: /^Accept hunk 1 of/ })
      .click();
    await until('the mark', async () => host.session.readiness() === 'ready');
  });

  it('edits a file of twenty thousand lines', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `const value${index} = ${index};`);
    const before = `${lines.join('\n')}\n`;
    const after = before
      .replace('value7 = 7;', 'value7 = 8;')
      .replace('value19000 = 19000', 'value19000 = 1');
    const host = await review({}, changing(before, after));
    await editable();
    await page().page.locator('h1').click();
    for (const key of ['n', 'n', 'a']) await keyboard().press(key);
    await until('the mark', async () => file().locator('.hunk.accepted').isVisible());
    await lineOf('value19000').click();
    await keyboard().press('End');
    await keyboard().type('0');
    await until(
      'the edit',
      async () => hostText(host) === after.replace('value19000 = 1;', 'value19000 = 1;0'),
    );
  });

  it('shows new and deleted files whole', async () => {
    const host = await review({}, changing(null, 'one\ntwo\n'));
    await editable();
    await file().getByText('New file').waitFor();
    await lineOf('two').click();
    await keyboard().press('End');
    await keyboard().type('!');
    await until('the edit', async () => hostText(host) === 'one\ntwo!\n');
    await review({}, changing('one\ntwo\n', null));
    await editable();
    await file().getByText('Deleted').waitFor();
    await lineOf('two').click();
    await keyboard().type('!');
    await page().page.locator('h1').click();
    assert.deepEqual(posted('edit'), []);
  });
});
