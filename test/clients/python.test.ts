import assert from 'node:assert/strict';
import { attachmentSchema } from '@errata/protocol/feedback';
import { z } from 'zod';
import { startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { figure } from './figures.ts';
import { arrived, titles } from './issues.ts';
import { providePythonSdk, startPythonSdk } from './python-sdk.ts';

const attachmentsSchema = z.object({ attachments: z.array(attachmentSchema) });

const program = `
def price(cart):
    rate = 0
    return cart["total"] / rate

def order(cart):
    try:
        return price(cart)
    except ZeroDivisionError as error:
        raise RuntimeError("order failed") from error

with sentry_sdk.configure_scope() as scope:
    scope.set_tag("tenant", "acme")
    scope.set_user({"id": "u7", "username": "ada"})
    scope.add_attachment(bytes=b'{"id":7}', filename="cart.json")
    try:
        order({"total": 12})
    except RuntimeError:
        sentry_sdk.capture_exception()
    scope.clear()
logging.getLogger("shop").error("stock of %s is %d", "tea", -1)
sentry_sdk.capture_message("a message", level="warning")
with sentry_sdk.start_transaction(name="checkout"):
    pass
sentry_sdk.flush()
`;

describe("Debian's package of Sentry's SDK for Python", () => {
  before(async function () {
    this.timeout(6 * 60_000);
    const provided = await providePythonSdk();
    if (provided.ok) return;
    this['skipReason'] = provided.reason;
    this.skip();
  });

  it('sends what becomes issues with cause, frames, variables, tags, user and files', async () => {
    await using test = await startTestCenter();
    await using directory = await temporaryDirectory();
    const { client } = test;
    const options = 'release="shop@7", environment="production", traces_sample_rate=1.0';
    await using shop = await startPythonSdk(directory.path, client.ready.dsn, options, program);
    await shop.finish();

    const { issue, event } = await arrived(client, 'RuntimeError: order failed');
    assert.equal(event.platform, 'python');
    assert.equal(event.release, 'shop@7');
    assert.equal(event.environment, 'production');
    assert.match(event.sdk ?? '', /^sentry\.python\//);
    assert.deepEqual(
      event.exceptions.map(({ type, value }) => [type, value]),
      [
        ['ZeroDivisionError', 'division by zero'],
        ['RuntimeError', 'order failed'],
      ],
    );
    const crash = event.exceptions[0]?.frames.at(-1);
    assert.equal(crash?.function, 'price');
    assert.match(crash.file, /shop\.py$/);
    assert.equal(crash.contextLine?.trim(), 'return cart["total"] / rate');
    assert.equal(crash.preContext?.at(-1)?.trim(), 'rate = 0');
    assert.equal(crash.inApp, true);
    assert.deepEqual(crash.variables, { cart: { total: '12' }, rate: '0' });
    assert.equal(event.tags['tenant'], 'acme');
    assert.equal(event.user?.['username'], 'ada');
    assert.equal(Object(event.contexts['runtime']).name, 'CPython');
    const { attachments } = await client.get(attachmentsSchema, `/issues/${issue.id}/attachments`);
    assert.deepEqual(
      attachments.map(({ name, bytes }) => [name, bytes]),
      [['cart.json', 8]],
    );

    const { event: logged } = await arrived(client, 'stock of tea is -1');
    assert.equal(logged.logger, 'shop');
    assert.equal((await arrived(client, 'a message')).issue.level, 'warning');
    assert.equal((await titles(client)).length, 3);
    assert.equal(await figure(client, 'errata_items_total', { type: 'transaction' }), 1);
    assert.equal(await figure(client, 'errata_refused_total'), 0);
  });
});
