import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { runStep } from '../process/step.ts';

const program = fileURLToPath(new URL('bin/sentry-cli', import.meta.resolve('@sentry/cli/package.json')));
const MOST_MS = 30_000;

describe("Sentry's own command line", () => {
  it('lists what there is and resolves an issue', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const { url, token } = client.ready;
    const run = (...command: string[]) =>
      runStep(process.execPath, [program, '--url', url, '--auth-token', token, ...command], {
        timeoutMs: MOST_MS,
        env: { PATH: process.env['PATH'] },
      });
    const where = ['-o', 'errata', '-p', 'default'];
    const event = sampleEvent('total', { release: 'shop@7' });
    await client.ask('POST', '/events', event);

    assert.match(await run('info'), /Method: Auth Token/);
    assert.match(await run('organizations', 'list'), /\| errata +\|/);
    assert.match(await run('projects', 'list', '-o', 'errata'), /\| default +\|/);
    assert.match(
      await run('issues', 'list', ...where),
      /DEFAULT-1 +\| TypeError: x is undefined .* unresolved/,
    );
    assert.match((await run('events', 'list', ...where)).replaceAll('-', ''), new RegExp(event.id));
    assert.match(await run('releases', 'list', ...where), /shop@7|\| 7 /);
    await run('issues', 'resolve', ...where, '-i', '1');
    assert.match(await run('issues', 'list', ...where, '--status', 'resolved'), /DEFAULT-1 .* resolved/);
  });
});
