import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Errata } from '../../examples/demo/errata.ts';
import { makeShipping, shippingEvent } from '../models/shipping.ts';
import { useWorkbench } from './hooks.ts';
import { packagedExtension } from './packaged.ts';
import { packageModels } from './scripted/models/package.ts';

const title = 'Error: no zone for de-BE';
const fixMs = 150_000;

/** An error that templates cannot fix, with a model of the editor, through the agent that ships. */
describe('With a model of the editor', function () {
  this.timeout(240_000);
  let folder: string;
  let errata: Errata;

  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-model-fix-'));
    const repository = join(folder, 'shipping');
    await mkdir(repository);
    await makeShipping(repository);
    errata = await Errata.start(folder, []);
    return {
      folder: repository,
      extensions: [await packagedExtension(), await packageModels(folder)],
      settings: { 'errata.logCenter.url': errata.ready.url, 'errata.model': 'editor:scripted/fixing' },
      env: { XDG_STATE_HOME: join(folder, 'state') },
    };
  });

  after(async () => {
    await errata?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('fixes it when it is told what its first answer did wrong, and the review says with what', async () => {
    const { dsn } = await errata.project('shipping');
    const { username, origin, pathname } = new URL(dsn);
    const answer = await fetch(`${origin}/api${pathname}/store/?sentry_version=7&sentry_key=${username}`, {
      method: 'POST',
      body: JSON.stringify(shippingEvent),
    });
    assert.equal(answer.status, 200);
    const tree = workbench().tree();
    await workbench().activityBar.open('Errata');
    await tree.find(title);
    await tree.inlineAction(title, 'Fix This Error');
    await workbench().statusBar.find('1 fix ready', fixMs);
    await tree.inlineAction(title, 'Review Fix');
    const page = await workbench().webview('.card.model');
    const selected = page.locator('.candidate').filter({ hasText: 'by their country' });
    await selected.getByText(/Model · editor:scripted\/fixing · .* · after 1 failure/).waitFor();
    await selected.getByText('Proven').waitFor();
    await page.locator('.card.model').getByText('1 time told what failed').waitFor();
    await page.locator('.explained').getByText('Codes with a region are not found').waitFor();
    await page.getByText('go along to editor:scripted/fixing').waitFor();
    await workbench().screenshot('model-review');
  });
});
