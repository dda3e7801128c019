import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { issueDetailSchema, issuePageSchema } from '@errata/protocol/log-center-api';
import { startTestCenter } from '../../log-center/src/testing/center-client.ts';

const shop = fileURLToPath(new URL('../../examples/shop', import.meta.url));
const client = `
import * as Sentry from '@sentry/node';
Sentry.init({ dsn: process.env.SENTRY_DSN, release: 'r7', environment: 'production', includeLocalVariables: true });
function discount(cart) { return cart.vouchers.length; }
const { setTimeout: later } = await import('node:timers/promises');
await later(200);
try { discount({ id: 7 }); } catch (error) { Sentry.captureException(new Error('order failed', { cause: error })); }
Sentry.captureMessage('a message');
process.exit((await Sentry.flush(10000)) ? 0 : 3);
`;

describe("Sentry's own SDK for Node", () => {
  it('sends to the DSN what becomes issues with frames, cause and release', async () => {
    await using test = await startTestCenter();
    const child = spawn(process.execPath, ['--input-type=module', '--eval', client], {
      cwd: shop,
      env: { PATH: process.env['PATH'], SENTRY_DSN: test.client.ready.dsn },
      stdio: 'inherit',
    });
    const [code] = await once(child, 'close');
    assert.equal(code, 0);
    const { issues } = await test.client.get(issuePageSchema, '/issues');
    assert.deepEqual(issues.map(({ title }) => title).sort(), ['Error: order failed', 'a message']);
    const issue = issues.find(({ title }) => title.startsWith('Error'));
    const { event } = await test.client.get(issueDetailSchema, `/issues/${issue?.id}`);
    assert.equal(event.platform, 'node');
    assert.equal(event.release, 'r7');
    assert.equal(event.environment, 'production');
    assert.match(event.sdk ?? '', /^sentry\.javascript\.node/);
    assert.deepEqual(
      event.exceptions.map(({ type, value }) => [type, value]),
      [
        ['TypeError', "Cannot read properties of undefined (reading 'length')"],
        ['Error', 'order failed'],
      ],
    );
    assert.equal(event.exceptions[0]?.frames.at(-1)?.function, 'discount');
    assert.equal(event.exceptions[0]?.frames.at(-1)?.line, 4);
  }).timeout(30_000);
});
