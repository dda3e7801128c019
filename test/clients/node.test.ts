import assert from 'node:assert/strict';
import { attachmentSchema, feedbackSchema } from '@errata/protocol/feedback';
import { z } from 'zod';
import { startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { figure } from './figures.ts';
import { arrived, titles } from './issues.ts';
import { startNodeSdk } from './node-sdk.ts';

const attachmentsSchema = z.object({ attachments: z.array(attachmentSchema) });
const feedbacksSchema = z.object({ feedback: z.array(feedbackSchema) });

describe("Sentry's own SDK for Node", () => {
  it('sends what becomes issues with cause, frames, variables, breadcrumbs, tags, user and files', async () => {
    await using test = await startTestCenter();
    await using directory = await temporaryDirectory();
    const { client } = test;
    const options = "release: 'shop@7', environment: 'production', includeLocalVariables: true";
    await using shop = await startNodeSdk(
      directory.path,
      client.ready.dsn,
      options,
      `function discount(cart) { return cart.vouchers.length; }
      function order(cart) {
        try { return discount(cart); } catch (error) { throw new Error('order failed', { cause: error }); }
      }
      // The SDK looks into frames from a thread that it has to start first.
      for (let seen = false; !seen; await later(50)) {
        try { order({}); } catch (error) { seen = '__SENTRY_ERROR_LOCAL_VARIABLES__' in error; }
      }
      Sentry.addBreadcrumb({ category: 'cart', message: 'opened the cart', level: 'info' });
      Sentry.setTag('tenant', 'acme');
      Sentry.setUser({ id: 'u7', username: 'ada' });
      Sentry.getCurrentScope().addAttachment({ filename: 'cart.json', data: '{"id":7}', contentType: 'application/json' });
      let id;
      try { order({ id: 7 }); } catch (error) { id = Sentry.captureException(error); }
      Sentry.getCurrentScope().clearAttachments();
      Sentry.captureFeedback({ message: 'I could not pay', name: 'Ada', email: 'ada@example.org', associatedEventId: id });
      Sentry.captureMessage('a message', 'warning');
      if (!(await Sentry.flush(10000))) process.exit(3);`,
    );
    await shop.finish();

    const { issue, event } = await arrived(client, 'Error: order failed');
    assert.equal(event.platform, 'node');
    assert.equal(event.release, 'shop@7');
    assert.equal(event.environment, 'production');
    assert.match(event.sdk ?? '', /^sentry\.javascript\.node\//);
    assert.deepEqual(
      event.exceptions.map(({ type, value }) => [type, value]),
      [
        ['TypeError', "Cannot read properties of undefined (reading 'length')"],
        ['Error', 'order failed'],
      ],
    );
    const crash = event.exceptions[0]?.frames.at(-1);
    assert.equal(crash?.function, 'discount');
    assert.equal(crash.line, 4);
    assert.equal(crash.contextLine, 'function discount(cart) { return cart.vouchers.length; }');
    const outer = event.exceptions[1];
    assert.deepEqual(outer?.frames.at(-1)?.variables, { cart: { id: 7 } });
    assert.equal(outer?.handled, true);
    assert.equal(event.breadcrumbs.at(-1)?.message, 'opened the cart');
    assert.equal(event.tags['tenant'], 'acme');
    assert.equal(event.user?.['username'], 'ada');
    assert.equal(Object(event.contexts['runtime']).name, 'node');

    const { attachments } = await client.get(attachmentsSchema, `/issues/${issue.id}/attachments`);
    assert.deepEqual(
      attachments.map(({ name, bytes, contentType }) => [name, bytes, contentType]),
      [['cart.json', 8, 'application/json']],
    );
    const { feedback } = await client.get(feedbacksSchema, '/projects/default/feedback');
    assert.deepEqual(
      feedback.map(({ message, name, event: about }) => [message, name, about]),
      [['I could not pay', 'Ada', event.id]],
    );
    const message = await arrived(client, 'a message');
    assert.equal(message.issue.level, 'warning');
    assert.deepEqual(await titles(client), ['Error: order failed', 'a message']);
  });

  it('has its sessions, spans, logs and reports acknowledged, and large events packed', async () => {
    await using test = await startTestCenter();
    await using directory = await temporaryDirectory();
    const { client } = test;
    const options =
      'release: "shop@7", tracesSampleRate: 1, enableLogs: true, beforeSend: event => event.message === "dropped" ? null : event';
    await using shop = await startNodeSdk(
      directory.path,
      client.ready.dsn,
      options,
      `Sentry.startSession();
      Sentry.startSpan({ name: 'checkout', op: 'task' }, () => {});
      Sentry.logger.info('a line of a log');
      Sentry.captureMessage('dropped');
      Sentry.captureException(new Error('large'), { extra: { a: 'x'.repeat(400_000) }, contexts: { cart: { items: 'y'.repeat(100_000) } } });
      Sentry.endSession();
      if (!(await Sentry.flush(10000))) process.exit(3);`,
    );
    await shop.finish();
    await arrived(client, 'Error: large');
    assert.deepEqual(await titles(client), ['Error: large']);
    const items = (type: string) => figure(client, 'errata_items_total', { type });
    assert.ok((await items('session')) >= 1);
    assert.equal(await items('transaction'), 1);
    assert.equal(await items('log'), 1);
    assert.equal(await items('client_report'), 1);
    const dropped = { reason: 'before_send', category: 'error' };
    assert.equal(await figure(client, 'errata_client_discarded_total', dropped), 1);
    assert.equal(await figure(client, 'errata_refused_total'), 0);
  });
});
