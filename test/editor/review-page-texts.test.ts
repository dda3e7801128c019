import assert from 'node:assert/strict';
import type { Proposal } from '@errata/protocol/proposal';
import { CartFile } from './page-harness/cart-file.ts';
import { useReviewPage } from './page-harness/hooks.ts';
import type { Surroundings } from './page-harness/host.ts';
import { followed } from './page-harness/pull-requests.ts';
import {
  cartAfter,
  cartBefore,
  cartPath,
  form,
  proposal,
  surroundings,
  verified,
} from './page-harness/scenes.ts';
import { until } from './poll.ts';

/** A change of one file, as the only candidate. */
function changing(before: string | null, after: string | null, path = cartPath): Proposal {
  const [best] = proposal.candidates;
  assert.ok(best);
  const { reproduction: _, ...rest } = proposal;
  return { ...rest, candidates: [{ ...best, changes: [{ path, before, after }] }] };
}

describe('the review page, on texts that nobody expects', function () {
  this.timeout(60_000);
  const { page, review } = useReviewPage();
  const cart = new CartFile(page);
  const keyboard = () => page().page.keyboard;
  const hostText = CartFile.atHost;

  afterEach(() => assert.deepEqual(page().complaints, [], 'the browser complained'));

  it('shows what is invisible, runs nothing, and gives the bytes back as they were', async () => {
    const before = `a\u202Eb\r\nconst x = "\u001b[31m\u200b";\r\n<img src=x onerror=alert(1)>\n`;
    const after = `a\u202Eb\r\nconst x = "\u001b[32m\u200b\u2066";\r\n<img src=x onerror=alert(1)>\n</script>\n`;
    const host = await review({}, changing(before, after));
    await cart.isEditable();
    const special = await cart.article.locator('.cm-specialChar').allTextContents();
    for (const name of ['U+202E', '␛', 'U+200B', 'U+2066', '␍']) {
      assert.ok(special.includes(name), `${name} is not among ${special.join()}`);
    }
    const old = (await cart.article.locator('.cm-deletedChunk').first().textContent()) ?? '';
    assert.ok(/␛.*U\+200B/.test(old) && !old.includes('\u001b') && !old.includes('\u200b'), old);
    assert.equal(await cart.article.locator('.cm-content img[src]').count(), 0);
    await cart.typeAfter('</script>', '!');
    await until('the edit', async () => hostText(host) === after.replace('</script>', '</script>!'));
  });

  it('shows hostile words of an event, a patch and a person as words', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202E [a](command:b) `\u001b[31m`\u200b';
    const base = changing('a\n', 'b\n', 'src/\u202Ea<b>.ts');
    const [candidate] = base.candidates;
    assert.ok(candidate && surroundings.diagnosis);
    const { diagnosis } = surroundings;
    const reasons = [hostile];
    await review(
      {
        issue: { ...surroundings.issue, title: hostile, culprit: hostile },
        diagnosis: {
          ...diagnosis,
          cause: hostile,
          badExpression: hostile,
          suspects: diagnosis.suspects.map(suspect => ({
            ...suspect,
            subject: hostile,
            author: hostile,
            reasons,
          })),
          owners: [{ name: hostile, source: 'CODEOWNERS', share: 1 }],
          unmapped: [{ file: hostile, reason: hostile }],
        },
        requests: [hostile],
        pullRequest: { ...form, limited: hostile, remote: hostile },
      },
      {
        ...base,
        candidates: [
          {
            ...candidate,
            explanation: hostile,
            confidenceReasons: reasons,
            verification: verified('plausible', hostile),
          },
        ],
      },
    );
    await page().page.getByRole('article').locator('.cm-content').last().waitFor();
    const main = page().page.locator('main');
    assert.equal(await main.locator('img[src], a[href], b').count(), 0);
    const text = (await main.textContent()) ?? '';
    assert.ok(text.includes('<img src=x onerror=alert(1)>\ufffd [a](command:b)'), text);
    assert.ok(!/[\u202e\u200b]/.test(text) && !text.includes('\u001b'), text);
  });

  it('shows hostile words of a forge and its people as words', async () => {
    const hostile = '<img src=x onerror=alert(1)>\u202E [a](command:b) `\u001b[31m`\u200b';
    const at = new Date().toISOString();
    const outcome = { kind: 'regressed', at, release: hostile, reason: hostile } as const;
    const shown: Surroundings['followed'] = {
      ...followed,
      title: hostile,
      branch: hostile,
      base: hostile,
      checks: [{ name: hostile, state: 'failed' }],
      blocked: hostile,
      outcome,
      deployed: { at, release: hostile },
      merge: { commit: 'a'.repeat(40), by: hostile },
    };
    const commit = 'c'.repeat(40);
    const url = 'javascript:alert(1)';
    const publication = { branch: hostile, commit, remote: hostile, url, notes: [hostile] };
    const host = await review({ stage: 'published', publication });
    const card = page().page.locator('.followed');
    for (const change of [{}, { followed: shown }]) {
      await host.show(change);
      if ('followed' in change) await card.getByText('Came back').first().waitFor();
      else await card.waitFor();
      assert.equal(await card.locator('img, a:not([href^="https://github.com/"])').count(), 0);
      const text = (await page().page.locator('main').textContent()) ?? '';
      assert.ok(text.includes('<img src=x onerror=alert(1)>\ufffd'), text);
      assert.ok(!/[\u202e\u200b]/.test(text) && !text.includes('\u001b'), text);
    }
  });

  it('keeps carriage returns where all lines have them', async () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n');
    const host = await review({}, changing(crlf(cartBefore), crlf(cartAfter)));
    await cart.isEditable();
    assert.equal(await cart.article.locator('.cm-specialChar').count(), 0);
    await cart.line('const items').click();
    await keyboard().press('End');
    await keyboard().press('Enter');
    await keyboard().type('x');
    const expected = crlf(cartAfter.replace('?? [];\n', '?? [];\n  x\n'));
    await until('the edit', async () => hostText(host) === expected);
  });

  it('cuts lines of a megabyte instead of freezing', async () => {
    const host = await review({}, changing('a\n', `${'x'.repeat(1_000_000)}\nb\n`));
    await cart.article.getByText('This file has very long lines').waitFor();
    await cart.article.getByText(/… 998000 more characters/).waitFor();
    assert.equal(await cart.article.locator('.cm-editor').count(), 0);
    await cart.article.getByRole('button', { name: /^Accept hunk 1 of/ }).click();
    await until('the mark', async () => host.session.readiness() === 'ready');
  });

  it('edits a file of twenty thousand lines', async () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `const value${index} = ${index};`);
    const before = `${lines.join('\n')}\n`;
    const after = before
      .replace('value7 = 7;', 'value7 = 8;')
      .replace('value19000 = 19000', 'value19000 = 1');
    const host = await review({}, changing(before, after));
    await cart.isEditable();
    await page().page.locator('h1').click();
    for (const key of ['n', 'n', 'a']) await keyboard().press(key);
    await until('the mark', async () => cart.article.locator('.hunk.accepted').isVisible());
    await cart.typeAfter('value19000', '0');
    await until(
      'the edit',
      async () => hostText(host) === after.replace('value19000 = 1;', 'value19000 = 1;0'),
    );
  });

  it('shows new and deleted files whole', async () => {
    const host = await review({}, changing(null, 'one\ntwo\n'));
    await cart.isEditable();
    await cart.article.getByText('New file').waitFor();
    await cart.typeAfter('two', '!');
    await until('the edit', async () => hostText(host) === 'one\ntwo!\n');
    await review({}, changing('one\ntwo\n', null));
    await cart.isEditable();
    await cart.article.getByText('Deleted').waitFor();
    await cart.line('two').click();
    await keyboard().type('!');
    await page().page.locator('h1').click();
    assert.deepEqual(page().postedOf('edit'), []);
  });
});
