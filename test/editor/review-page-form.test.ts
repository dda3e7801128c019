import assert from 'node:assert/strict';
import { useReviewPage } from './page-harness/hooks.ts';
import { branchAlone, failing, followed, formNote, merged, related } from './page-harness/pull-requests.ts';
import { alternatives, form, proposal } from './page-harness/scenes.ts';
import { until } from './poll.ts';

/** Fields that a person fills in on the review page. */
describe('the review page, where something is said in words', function () {
  this.timeout(60_000);
  const { page, review } = useReviewPage();
  const keyboard = () => page().page.keyboard;
  const field = (name: string) => page().page.getByLabel(name, { exact: true });
  const focused = async (id: string) => (await page().page.locator(`#${id}:focus`).count()) === 1;
  const button = (name: string | RegExp) => page().page.getByRole('button', { name });

  afterEach(() => assert.deepEqual(page().complaints, [], 'the browser complained'));

  it('asks for the form once every hunk is decided, and pushes what stands in it', async () => {
    const host = await review();
    await button('Accept all hunks of all files').click();
    await button('Push Pull Request: the accepted hunks').click();
    await until('the wish', async () => page().postedOf('preparePullRequest').length === 1);
    await host.show({ pullRequest: form });
    await until('the focus in the title', async () => focused('pr-title'));
    await field('Title').fill('Guests have empty carts');
    await field('Into').fill('develop');
    await field('@bo').check();
    await field('Others').fill('carol; dave');
    await field('As a draft').check();
    await keyboard().press('ControlOrMeta+Enter');
    await until('the push', async () => page().postedOf('publish').length === 1);
    assert.deepEqual(page().postedOf('publish')[0]?.pullRequest, {
      ...form.filled,
      title: 'Guests have empty carts',
      base: 'develop',
      reviewers: ['@shop/checkout', '@bo', 'carol', 'dave'],
      draft: true,
    });
    await host.show({ busy: 'publishing' });
    await page().page.getByText('Pushing…').first().waitFor();
    await button('Push the branch').click({ force: true });
    assert.equal(page().postedOf('publish').length, 1);
    const publication = {
      branch: 'b',
      commit: 'c'.repeat(40),
      remote: 'origin',
      url: 'https://shop.example/pull/3',
    };
    const { pullRequest: _, busy: __, ...rest } = host.surroundings;
    host.surroundings = { ...rest, stage: 'published', publication };
    await host.show();
    const link = page().page.getByRole('link', { name: 'Open a pull request' });
    assert.equal(await link.getAttribute('href'), 'https://shop.example/pull/3');
    assert.equal(await field('Title').count(), 0);
  });

  it('says beside the field what is wrong, and pushes nothing until it is right', async () => {
    await review({ pullRequest: form });
    await field('Title').fill(' ');
    await field('Branch').fill('no such..branch');
    assert.equal(
      await page().page.locator('.field-problem').count(),
      0,
      'it scolds while it is being filled',
    );
    await button('Push the branch').click();
    await page().page.getByText('The pull request needs a title.').waitFor();
    await page()
      .page.getByText(/A branch name has no spaces/)
      .waitFor();
    assert.equal(await field('Title').getAttribute('aria-invalid'), 'true');
    assert.ok(await focused('pr-title'));
    assert.deepEqual(page().postedOf('publish'), []);
    await field('Title').fill('Better');
    await field('Branch').fill('better');
    await page().page.locator('.field-problem').first().waitFor({ state: 'detached' });
    await button('Push the branch').click();
    await until('the push', async () => page().postedOf('publish')[0]?.pullRequest.branch === 'better');
  });

  it('says what a remote cannot do, and does not ask for it', async () => {
    await review({ pullRequest: { ...form, limited: 'There is no token for this forge.' } });
    await page().page.getByText('There is no token for this forge.').waitFor();
    assert.equal((await field('As a draft').count()) + (await field('Others').count()), 0);
    await button('Push the branch').click();
    await until('the push', async () => page().postedOf('publish').length === 1);
    assert.deepEqual(page().postedOf('publish')[0]?.pullRequest.reviewers, []);
  });

  it('shows what is to be known before, and takes the other errors that a person ticks along', async () => {
    await review({ pullRequest: { ...form, notes: [formNote], related } });
    await page().page.getByText(formNote).waitFor();
    await page().page.getByText('The same expression is missing.').waitFor();
    const box = page().page.getByRole('checkbox', { name: /^SHOP-21/ });
    assert.equal(await box.isChecked(), false);
    await box.check();
    await button('Push the branch').click();
    await until('the push', async () => page().postedOf('publish').length === 1);
    assert.deepEqual(page().postedOf('publish')[0]?.pullRequest.others, ['SHOP-21']);
  });

  it('follows what becomes of the pull request, aloud, and offers what can be done with it', async () => {
    const publication = { branch: 'b', commit: 'c'.repeat(40), remote: 'origin' };
    const host = await review({ stage: 'published', publication, followed: branchAlone });
    const card = page().page.getByRole('region', { name: 'Pushed' });
    await card.waitFor();
    assert.deepEqual(await card.getByRole('button').allTextContents(), ['Check out']);
    await host.show({ followed: { ...branchAlone, openable: true } });
    await card.getByRole('button', { name: /^Open pull request/ }).click();
    await host.show({ followed: { ...followed, checks: failing } });
    const region = page().page.getByRole('region', { name: '#3 Count an absent list' });
    const job = region.getByRole('link', { name: 'test (node 22)' });
    assert.equal(await job.getAttribute('href'), 'https://github.com/shop/shop/actions/runs/1');
    const said = page().page.locator('.status');
    assert.equal(
      await said.textContent(),
      '#3 Count an absent list of items as none, Open, 2 of 4 checks failed',
    );
    for (const name of [/^Check out/, /^Merge…/, /^Close…/])
      await region.getByRole('button', { name }).click();
    await until('the wishes', async () => page().postedOf('pullRequest').length === 4);
    assert.deepEqual(
      page()
        .postedOf('pullRequest')
        .map(({ action }) => action),
      ['request', 'checkout', 'merge', 'close'],
    );
    await host.show({ followed: merged });
    await until('the word', async () => /Merged$/.test((await said.textContent()) ?? ''));
    assert.equal(await region.getByRole('button').count(), 0);
    const link = region.getByRole('link', { name: 'Open the pull request' });
    assert.equal(await link.getAttribute('href'), followed.url);
  });

  it('keeps what is typed over snapshots, and gives the form up with Escape', async () => {
    const host = await review({ pullRequest: form });
    await field('Description').fill('In my words');
    await host.show({ requests: ['something'] });
    await page().page.getByText('something').waitFor();
    assert.equal(await field('Description').inputValue(), 'In my words');
    await keyboard().press('n');
    assert.equal(await field('Description').inputValue(), 'In my wordsn');
    await keyboard().press('Escape');
    await until('the end of it', async () => page().postedOf('cancelPullRequest').length === 1);
  });

  it('asks for a change in words, keeps them in sight, and asks for nothing twice', async () => {
    const host = await review();
    const words = page().page.getByRole('textbox', { name: 'Ask for a change' });
    await button(/^Ask for another round/).click({ force: true });
    assert.deepEqual(page().postedOf('askForChange'), []);
    await words.fill('  Give guests an empty cart.\nNothing else. ');
    await words.press('ControlOrMeta+Enter');
    await until('the wish', async () => page().postedOf('askForChange').length === 1);
    assert.equal(page().postedOf('askForChange')[0]?.request, 'Give guests an empty cart.\nNothing else.');
    await host.show({ busy: 'changing', requests: ['Give guests an empty cart.\nNothing else.'] });
    await page().page.getByText('Changing the fix as you asked').waitFor();
    await page().page.locator('.requests li').getByText('Give guests an empty cart.').waitFor();
    assert.equal(await words.inputValue(), '');
    await words.fill('More');
    await words.press('ControlOrMeta+Enter');
    assert.equal(page().postedOf('askForChange').length, 1);
  });

  it('hands over, rejects, previews and opens elsewhere on a press', async () => {
    await review();
    const presses = [
      [/^Hand over to a person/, { type: 'escalate' }],
      [/^Reject the whole fix/, { type: 'reject' }],
      [
        'Preview the change in src/checkout/cart.ts itself',
        { type: 'preview', path: 'src/checkout/cart.ts' },
      ],
      ['Open src/checkout/cart.ts in the diff editor', { type: 'openDiff', path: 'src/checkout/cart.ts' }],
      ['src/checkout/load.ts:31', { type: 'open', file: 'src/checkout/load.ts', line: 31 }],
      [/^Verify again/, { type: 'verify' }],
    ] as const;
    for (const [name, message] of presses) {
      await button(name).first().click();
      await until(`${message.type}`, async () => page().postedOf(message.type).length === 1);
      assert.deepEqual(page().postedOf(message.type)[0], message);
    }
  });

  it('keeps what the sandbox rejected out of the way, and lets it be chosen all the same', async () => {
    const host = await review({}, alternatives);
    const rejected = page().page.getByRole('radio', { name: /Undo/ });
    await page().page.getByRole('radio').first().waitFor();
    assert.equal(await rejected.count(), 0);
    await page().page.getByText('1 more, rejected by the sandbox').click();
    await rejected.check();
    await until('the choice', async () => host.session.selected === 'revert');
  });

  it('ends what is under way, and starts over what came to nothing', async () => {
    const host = await review({ stage: 'verify' }, { ...proposal, candidates: [] });
    await button(/^Cancel:/).click();
    await until('the end of it', async () => page().postedOf('cancel').length === 1);
    await host.show({ stage: 'cancelled' });
    await button(/^Try again/).click();
    await until('another go', async () => page().postedOf('fixAgain').length === 1);
    await host.show({ stage: 'failed', failure: { reason: 'rejected', message: 'Not worth a fix' } });
    await page().page.getByText('Not worth a fix').waitFor();
    assert.equal(await button(/^Try again/).count(), 0);
  });

  it('speaks the language of the editor', async () => {
    await review({ locale: 'zh-cn', pullRequest: form });
    await page().page.getByRole('button', { name: '接受所有文件的全部变更块' }).waitFor();
    assert.equal(await page().page.locator('html').getAttribute('lang'), 'zh-cn');
    for (const label of ['撤销上一个决定或编辑', /^推送分支并创建拉取请求/, /^接受变更块 1\/2/]) {
      assert.equal(await button(label).count(), 1, `${label}`);
    }
    const keys = await page().page.locator('.keys').textContent();
    assert.ok(!/[a-z]{4}/.test(keys ?? ''), keys ?? '');
  });
});
