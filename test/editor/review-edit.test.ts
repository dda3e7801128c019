import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shownCode } from './pages/shown-text.ts';
import type { Webview } from './pages/webview.ts';
import { until } from './poll.ts';
import type { ScriptedAgent } from './scripted/agent.ts';
import { before as broken, after as fixed, issue, proposedRun } from './scripted/scenario.ts';
import { useScriptedWorkbench } from './scripted/scene.ts';

/** A review is one thing in three places: the page, the editor's own diff, and the real file. */
describe('Editing a fix', function () {
  this.timeout(120_000);
  let repository: string;
  let agent: ScriptedAgent;

  const workbench = useScriptedWorkbench(async scene => {
    ({ agent, repository } = scene);
    await writeFile(join(repository, 'src', 'cart.ts'), broken.replaceAll('\n', '\r\n'));
    return {
      settings: { 'errata.whenFixIsReady': 'notify' },
    };
  });

  const review = (): Promise<Webview> => workbench().webview('.actions');
  const cart = async () => (await review()).locator('.file').filter({ hasText: 'cart.ts' }).first();
  const states = async () => (await review()).locator('.hunk-state').allTextContents();
  const marked = (...expected: string[]) =>
    until(
      async () => `the marks ${expected.join()}; they are ${(await states()).join()}`,
      async () => (await states()).map(state => state.trim()).join() === expected.join(),
    );
  const right = async () =>
    (await shownCode(workbench().page.locator('.monaco-diff-editor .editor.modified'))).join('\n');
  const rightSide = (what: string, holds: (text: string) => boolean) =>
    until(
      async () => `the right side of the diff ${what}; it is ${await right()}`,
      async () => holds(await right()),
    );
  const lens = (text: string) =>
    workbench().page.locator('.codelens-decoration').filter({ hasText: text }).first().waitFor();
  const diffTab = () => tab('src/cart.ts (proposed fix)');
  const goToDiff = async () => {
    await diffTab().click();
    await workbench().diff.goToStart();
  };
  const tab = (title: string) => workbench().page.locator('.tab').filter({ hasText: title }).first();
  const asked = (wanted: string) =>
    agent.asked.filter(({ method }) => method === wanted).map(({ params }) => params);
  const verified = () => asked('errata/verify').at(-1);

  it('opens the editor’s own diff with a right side to write in, and shows in the page what was written', async () => {
    await workbench().activityBar.open('Errata');
    await agent.issuesChanged([issue(1)]);
    await workbench().tree().find('TypeError: number 1');
    await workbench().palette.run('Errata: Fix This Error');
    await workbench().quickPick.choose('TypeError: number 1');
    await until('the fix to be asked for', async () =>
      agent.asked.some(({ method }) => method === 'errata/fix'),
    );
    await agent.runChanged(proposedRun());
    await workbench().notifications.press('The fix of SHOP-1 is ready for review.', 'Review Fix');
    await marked('undecided', 'undecided', 'undecided');
    await (await review()).getByRole('button', { name: 'Open src/cart.ts in the diff editor' }).click();
    await rightSide('to be the fix', text => text.includes('?? 0'));
    await goToDiff();
    await workbench().page.keyboard.type('42;\n');
    await workbench().page.keyboard.press('ControlOrMeta+S');
    await (await cart()).getByText('Edited by you').waitFor();
    await until('the edit in the page', async () =>
      (await (await cart()).locator('.cm-line').allTextContents()).some(line => line.includes('42;')),
    );
    await workbench().screenshot('review-edit-diff');
  });

  it('colours words in the page as the editor does, whichever theme is on', async () => {
    const inEditor = () =>
      workbench()
        // Removed lines are drawn once and keep the colours of that time.
        .page.locator(
          '.monaco-diff-editor .editor.modified .view-lines:not(.line-delete) .view-line span span',
        )
        .filter({ hasText: /^return$/ })
        .first()
        .evaluate(colorOf);
    const inPage = async () =>
      (await review()).locator('main').evaluate(main => {
        main.style.setProperty('text-decoration-color', 'var(--syntax-keyword)');
        return main.ownerDocument.defaultView?.getComputedStyle(main).textDecorationColor;
      });
    const alike = () =>
      until('the same colour', async () => (await inEditor()) === (await inPage()) && inEditor());
    const light = await alike();
    await workbench().palette.run('Preferences: Toggle between Light/Dark Themes');
    await until('other colours', async () => (await inEditor()) !== light);
    await alike();
    await workbench().palette.run('Preferences: Toggle between Light/Dark Themes');
    await until('the colours of before', async () => (await inEditor()) === light);
  });

  it('shows in the diff what is rejected in the page, and undone there', async () => {
    const page = await review();
    await page.getByRole('button', { name: 'Reject hunk 2 of 2 of src/cart.ts (r)' }).click();
    await rightSide('without the rejected hunk', text => text.includes('last = 1'));
    await page.getByRole('button', { name: 'Take the last decision or edit back' }).click();
    await rightSide('with it again', text => text.includes('last = 2'));
    await page.getByRole('button', { name: 'Take the last decision or edit back' }).click();
    await rightSide('without the edit', text => !text.includes('42;'));
    await page.getByRole('button', { name: 'Do again what was taken back' }).click();
    await rightSide('with the edit', text => text.includes('42;'));
  });

  it('takes what is typed in the page, and an undo there takes back that alone', async () => {
    const line = (await cart()).locator('.cm-line').filter({ hasText: 'last = 2' });
    await line.click();
    await workbench().page.keyboard.press('End');
    await workbench().page.keyboard.type(' // typed in the page');
    await rightSide('with what was typed', text => text.includes('// typed in the page'));
    await workbench().screenshot('review-typed');
    await workbench().page.keyboard.press('ControlOrMeta+Z');
    await rightSide('without it', text => !text.includes('// typed'));
    assert.ok((await right()).includes('42;'), 'the undo took more than one step');
    await until(
      'the page to be without it',
      async () => !(await (await cart()).textContent())?.includes('// typed'),
    );
    await (await cart()).getByText('Edited by you').waitFor();
  });

  it('keeps what was rejected while the rest is edited in the diff, and undo there is an edit like any other', async () => {
    const page = await review();
    await page.getByRole('button', { name: 'Reject hunk 2 of 2 of src/cart.ts (r)' }).click();
    await rightSide('without the rejected hunk', text => text.includes('last = 1'));
    await goToDiff();
    await workbench().page.keyboard.type('7');
    await workbench().page.keyboard.press('ControlOrMeta+S');
    await until('the edit in the page', async () =>
      (await (await cart()).locator('.cm-line').allTextContents()).some(line => line.includes('742;')),
    );
    assert.equal((await states()).filter(state => state.trim() === 'rejected').length, 1);
    await goToDiff();
    await workbench().page.keyboard.press('ControlOrMeta+Z');
    await workbench().page.keyboard.press('ControlOrMeta+S');
    await until('the undo in the page', async () =>
      (await (await cart()).locator('.cm-line').allTextContents()).every(line => !line.includes('742;')),
    );
    assert.equal((await states()).filter(state => state.trim() === 'rejected').length, 1);
  });

  it('verifies what is there to be seen, edits in and rejected hunks out', async () => {
    await (await review()).getByRole('button', { name: /^Verify/ }).click();
    await until('the verification', async () => verified() !== undefined);
    const seen = `42;\n${fixed.replace('last = 2', 'last = 1')}`;
    assert.deepEqual((verified() as { changes: unknown[] }).changes[0], {
      path: 'src/cart.ts',
      before: broken,
      after: seen,
    });
  });

  it('is the same after the window was loaded again', async () => {
    const before = await states();
    await workbench().reload(repository);
    await tab('Fix SHOP-1').click();
    await workbench().webview('.actions', 60_000);
    await marked(...before.map(state => state.trim()));
    await (await cart()).getByText('Edited by you').waitFor();
    assert.ok(agent.asked.some(({ method }) => method === 'errata/run'));
    await tab('src/cart.ts (proposed fix)').click();
    await rightSide('as it was', text => text.includes('42;') && text.includes('last = 1'));
    await tab('src/cart.ts (proposed fix)').locator('.action-label').click();
  });

  it('previews the change in the real file, where accepting is the same mark, and writes nothing', async () => {
    await (await review()).getByRole('button', { name: 'Restore src/cart.ts: take your edits back' }).click();
    await (await review()).getByRole('button', { name: 'Preview the change in src/cart.ts itself' }).click();
    await lens('Fix of SHOP-1: 0 of 2 hunks accepted');
    await workbench().editor.findCodeLens('Rejected: Take Back');
    await workbench().screenshot('review-preview');
    await workbench().editor.clickCodeLens('Accept Hunk');
    await lens('Fix of SHOP-1: 1 of 2 hunks accepted');
    await marked('accepted', 'rejected', 'undecided');
    await workbench().editor.goTo(16);
    await workbench().palette.run('Errata: Accept Hunk of the Previewed Fix');
    await marked('accepted', 'accepted', 'undecided');
    assert.equal(await readFile(join(repository, 'src', 'cart.ts'), 'utf8'), broken.replaceAll('\n', '\r\n'));
    await workbench().editor.clickCodeLens('Apply Accepted Hunks');
    await until('the fix in the editor', async () => /\?\? 0/.test(await workbench().editor.visibleText()));
    await until('the preview to end', async () => (await workbench().editor.codeLenses()).length === 0);
    await until('the fix to be saved', async () => {
      await workbench().page.keyboard.press('ControlOrMeta+S');
      return (await readFile(join(repository, 'src', 'cart.ts'), 'utf8')).includes('last = 2');
    });
    assert.equal(await readFile(join(repository, 'src', 'cart.ts'), 'utf8'), fixed.replaceAll('\n', '\r\n'));
  });

  it('says that a file has drifted instead of previewing in it', async () => {
    await (await review()).getByRole('button', { name: 'Preview the change in src/cart.ts itself' }).click();
    await workbench().notifications.find('src/cart.ts changed since the fix was made');
  });

  it('asks for a change in words, and shows what came of it', async () => {
    const request = 'Give guests an empty cart.';
    const changed = { ...proposedRun(), requests: [request], message: 'No other fix was found.' };
    agent.answers['errata/askForChange'] = () => changed;
    await (await review()).getByRole('textbox', { name: 'Ask for a change' }).fill(request);
    await (await review()).getByRole('button', { name: /^Ask for another round/ }).click();
    await until('the request', async () => asked('errata/askForChange').length === 1);
    await agent.runChanged(changed);
    await (await review()).getByText('No other fix was found.').waitFor();
    await (await review()).locator('.requests li').getByText(request).waitFor();
    const [{ request: words, candidate }] = asked('errata/askForChange') as [Record<string, unknown>];
    assert.deepEqual({ words, candidate }, { words: request, candidate: 'guard' });
  });

  it('has a model that failed asked once more, and shows what came of it', async () => {
    const { proposal, ...run } = proposedRun();
    assert.ok(proposal);
    const modelTrouble = { reason: 'overloaded', message: 'It has too much to do.' } as const;
    await agent.runChanged({ ...run, proposal: { ...proposal, modelTrouble } });
    const message = 'Another fix was written: An empty cart.';
    agent.answers['errata/retry'] = () => ({ ...run, proposal, requests: [], message });
    await (await review()).getByRole('button', { name: /^Try again/ }).click();
    await until('the question', async () => asked('errata/retry').length === 1);
    assert.deepEqual(asked('errata/retry'), [{ run: 'run-1' }]);
    await (await review()).getByText(message).waitFor();
  });

  it('hands a fix over to a person for a reason, and not when they think better of it', async () => {
    agent.answers['errata/escalate'] = () => proposedRun();
    const handOver = async () =>
      (await review()).getByRole('button', { name: /^Hand over to a person/ }).click();
    await handOver();
    await workbench().quickPick.items();
    await workbench().page.keyboard.press('Escape');
    await handOver();
    await workbench().quickPick.choose('The cause is outside of this repository');
    await until('the hand-over', async () => asked('errata/escalate').length > 0);
    assert.deepEqual(asked('errata/escalate'), [
      { run: 'run-1', candidate: 'guard', reason: 'The cause is outside of this repository' },
    ]);
  });

  it('asks why a fix is rejected, and forgets what was said of it', async () => {
    await (await review()).getByRole('button', { name: /^Reject the whole fix/ }).click();
    await workbench().quickPick.items();
    await workbench().screenshot('review-ask-why');
    await workbench().quickPick.filter('the price is wrong');
    await workbench().quickPick.accept();
    await until('the rejection', async () =>
      agent.asked.some(
        ({ method, params }) =>
          method === 'errata/reject' && (params as { reason: string }).reason === 'the price is wrong',
      ),
    );
  });
});

function colorOf(element: { ownerDocument: { defaultView: unknown } }): string {
  const { getComputedStyle } = element.ownerDocument.defaultView as {
    getComputedStyle(of: unknown): { color: string };
  };
  return getComputedStyle(element).color;
}
