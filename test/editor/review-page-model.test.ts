import assert from 'node:assert/strict';
import { modelTroubleReasonSchema } from '@errata/protocol/model';
import { useReviewPage } from './page-harness/hooks.ts';
import { explained, spent, writtenByModel } from './page-harness/models.ts';
import { proposal, surroundings } from './page-harness/scenes.ts';

describe('the review page, of models', function () {
  this.timeout(60_000);
  const { page, review } = useReviewPage();
  const shown = (text: string | RegExp) => page().page.getByText(text).first().waitFor();
  const card = () => page().page.locator('.card.model');

  afterEach(() => assert.deepEqual(page().complaints, [], 'the browser complained'));

  it('says which one took part, what it cost, how long it took, and how often it was told what failed', async () => {
    await review({ spent }, writtenByModel);
    const text = (await card().allInnerTexts()).join('').replaceAll(/\s+/g, ' ');
    assert.equal(
      text,
      'Model Used anthropic:claude-sonnet-4-5 Cost $0.0874 Time 31.4 sec · 5 calls ' +
        'Tokens 31,530 (10,720 in, 2,410 out, 18,400 from a cache) Rounds 1 time told what failed',
    );
    await shown('Model · anthropic:claude-sonnet-4-5 · changes the root cause · after 1 failure · $0.0213');
  });

  it('says so where no price is known, and nothing at all where no model took part', async () => {
    const { cost: _, ...unpriced } = spent;
    const host = await review({ spent: unpriced });
    await shown('not known: no price is known for it');
    host.surroundings = surroundings;
    await host.show();
    await card().waitFor({ state: 'detached' });
  });

  it('says of every trouble what it is, and offers what helps', async () => {
    const host = await review();
    const offers: Record<string, string> = {};
    for (const reason of modelTroubleReasonSchema.options) {
      await host.show({ modelTrouble: { reason, message: `Because of ${reason}. Do something.` } });
      await shown(`Because of ${reason}. Do something.`);
      assert.ok(((await card().locator('strong').textContent()) ?? '').length > 8, reason);
      const ways = card().locator('.trouble').getByRole('button');
      await ways.getByText('Try again').waitFor();
      if ((await ways.count()) === 1) continue;
      await ways.first().click();
      offers[reason] = page().postedOf('model').at(-1)?.action ?? '';
    }
    assert.deepEqual(offers, {
      'no-model': 'choose',
      'no-key': 'setKey',
      'key-refused': 'setKey',
      forbidden: 'choose',
      'model-not-found': 'choose',
      'context-too-long': 'choose',
      refused: 'choose',
      unreachable: 'showLog',
      timeout: 'showLog',
      'budget-used-up': 'setBudget',
      'command-failed': 'showLog',
    });
  });

  it('has one that failed asked once more, and says what came of it', async () => {
    const host = await review({ modelTrouble: { reason: 'overloaded', message: 'Try again later.' } });
    await card().getByRole('button', { name: 'Try again: ask the model once more' }).click();
    assert.equal(page().postedOf('fixAgain').length, 1);
    await host.show({ requests: [], message: 'Another fix was written: An empty cart.' });
    await shown('What came of trying again');
    await shown('Another fix was written: An empty cart.');
  });

  it('says whether words are followed, and by what', async () => {
    const host = await review();
    await shown('No model is chosen that could follow words');
    await page().page.locator('.card.ask').getByRole('button', { name: 'Choose a model' }).click();
    assert.deepEqual(page().postedOf('model'), [{ type: 'model', action: 'choose' }]);
    await host.show({ busy: 'changing' });
    await shown('Your words are kept; no model is chosen');
    await host.show({ writer: 'editor:copilot/gpt-5' });
    await shown('Your edits and decisions go along to editor:copilot/gpt-5.');
    await shown('Your words, your edits and what the sandbox found go into the next round.');
  });

  it('offers a model where nothing was found without one, and where there is one does not', async () => {
    const host = await review({}, { ...proposal, candidates: [] });
    await page().page.locator('.notice').getByRole('button', { name: 'Choose a model' }).click();
    assert.deepEqual(page().postedOf('model'), [{ type: 'model', action: 'choose' }]);
    await host.show({ writer: 'claude' });
    await page().page.locator('.notice').getByRole('button').waitFor({ state: 'detached' });
    await page().page.getByPlaceholder('Say what should be different').fill('Look at the caller.');
    await page().page.keyboard.press('Control+Enter');
    assert.deepEqual(page().postedOf('askForChange'), [
      { type: 'askForChange', request: 'Look at the caller.' },
    ]);
  });

  it('shows what a model makes of the cause as its opinion, as text, with places that open', async () => {
    assert.ok(surroundings.diagnosis);
    const hostile = '<img src=x onerror=alert(1)>\u202E [a](command:b)';
    const opinion = { ...explained, cause: hostile, strategy: hostile, model: hostile };
    await review({ diagnosis: { ...surroundings.diagnosis, explained: opinion } });
    await shown('<img src=x onerror=alert(1)>\ufffd [a](command:b)');
    assert.equal(await page().page.locator('main img').count(), 0);
    await page().page.locator('.explained .location').getByRole('button').nth(1).click();
    assert.deepEqual(page().postedOf('open'), [{ type: 'open', file: 'src/checkout/load.ts', line: 31 }]);
    const { cause: _, ...none } = explained;
    await review({ diagnosis: { ...surroundings.diagnosis, explained: { ...none, evidence: [] } } });
    await shown('It found no root cause.');
  });
});
