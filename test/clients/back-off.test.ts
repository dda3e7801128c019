import assert from 'node:assert/strict';
import { startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { eventually, temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import type { ClientProcess } from './client-process.ts';
import { figure } from './figures.ts';
import { titles } from './issues.ts';
import { startNodeSdk } from './node-sdk.ts';
import { providePythonSdk, startPythonSdk } from './python-sdk.ts';

/** One event each 5 seconds. */
const rateLimit = { perMinute: 12, burst: 1 };
/** Captured while the client has to wait. */
const heldBack = 10;

const inNode = `
const send = async text => { Sentry.captureMessage(text); await Sentry.flush(10000); };
await send('first');
await send('too much');
for (let n = 0; n < ${heldBack}; n++) await send('held back ' + 'abcdefghij'[n]);
console.log('held back');
let ended = false;
process.stdin.on('end', () => { ended = true; }).resume();
while (!ended) { await send('later'); await later(100); }
`;

const inPython = `
def send(text):
    sentry_sdk.capture_message(text)
    sentry_sdk.flush()

send("first")
send("too much")
for n in range(${heldBack}):
    send("held back " + "abcdefghij"[n])
print("held back", flush=True)
ended = threading.Event()
threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
while not ended.wait(0.1):
    send("later")
sentry_sdk.flush()
`;

describe('An SDK that is told to hold back', () => {
  async function holdsBack(start: (directory: string, dsn: string) => Promise<ClientProcess>): Promise<void> {
    await using test = await startTestCenter();
    await using directory = await temporaryDirectory();
    const { client } = test;
    const changed = await client.ask('PUT', '/projects/default/settings', { rateLimit });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    const refused = () => figure(client, 'errata_refused_total', { reason: 'rate-limited' });

    await using shop = await start(directory.path, client.ready.dsn);
    await eventually(() => shop.said('held back'), 20_000);
    assert.equal(await refused(), 1, 'it has gone on sending');
    assert.deepEqual(await titles(client), ['first']);
    await eventually(async () => ((await titles(client)).includes('later') ? true : undefined), 20_000);
    await shop.finish();
    assert.deepEqual(await titles(client), ['first', 'later']);
    const reported = { reason: 'ratelimit_backoff', category: 'error' };
    const lost = await eventually(async () => {
      const count = await figure(client, 'errata_client_discarded_total', reported);
      return count === 0 ? undefined : count;
    });
    assert.ok(lost >= heldBack, `${lost} events were reported as lost`);
  }

  it('does so in Node, reports what was lost, and goes on when the time is over', async () => {
    await holdsBack((directory, dsn) => startNodeSdk(directory, dsn, "release: 'shop@7'", inNode));
  });

  it('does so in Python', async function () {
    const provided = await providePythonSdk();
    if (!provided.ok) {
      this['skipReason'] = provided.reason;
      this.skip();
    }
    await holdsBack((directory, dsn) => startPythonSdk(directory, dsn, 'release="shop@7"', inPython));
  });
});
