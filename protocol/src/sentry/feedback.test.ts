import assert from 'node:assert/strict';
import fc from 'fast-check';
import { feedbackSchema } from '../feedback.ts';
import { feedbackFromSentry } from './feedback.ts';

const id = 'a'.repeat(32);

describe('feedbackFromSentry', () => {
  it('reads the feedback event', () => {
    const event = {
      event_id: 'b'.repeat(32),
      type: 'feedback',
      contexts: {
        feedback: {
          message: ' It broke. ',
          contact_email: 'ann@example.com',
          name: 'Ann',
          url: 'https://shop.example/cart',
          associated_event_id: id.toUpperCase(),
        },
      },
      user: { email: 'other@example.com' },
    };
    assert.deepEqual(feedbackFromSentry(event), {
      message: 'It broke.',
      event: id,
      name: 'Ann',
      email: 'ann@example.com',
      url: 'https://shop.example/cart',
    });
  });

  it('fills in from the user and the request what the form has not', () => {
    const event = {
      event_id: id,
      contexts: { feedback: { message: 'm', contact_email: '' } },
      user: { username: 'ann', email: 'ann@example.com' },
      request: { url: 'https://shop.example/' },
    };
    assert.deepEqual(feedbackFromSentry(event), {
      message: 'm',
      name: 'ann',
      email: 'ann@example.com',
      url: 'https://shop.example/',
    });
  });

  it('reads the report of older clients', () => {
    const report = { event_id: id, name: 'Ann', email: null, comments: 'It broke.' };
    assert.deepEqual(feedbackFromSentry(report), { message: 'It broke.', event: id, name: 'Ann' });
  });

  it('gives nothing where no word is', () => {
    for (const payload of [
      null,
      1,
      [],
      {},
      { comments: ' ' },
      { contexts: { feedback: { message: null } } },
    ]) {
      assert.equal(feedbackFromSentry(payload), undefined);
    }
  });

  it('gives a valid feedback or nothing, whatever was sent', () => {
    const value = fc.anything({ maxDepth: 2 });
    const names = [
      'message',
      'comments',
      'name',
      'email',
      'contact_email',
      'url',
      'event_id',
      'associated_event_id',
    ];
    const form = fc.record(Object.fromEntries(names.map(name => [name, value])), { requiredKeys: [] });
    fc.assert(
      fc.property(form, value, fc.boolean(), (fields, user, isEvent) => {
        const payload = isEvent ? { contexts: { feedback: fields }, user } : { ...fields, user };
        const feedback = feedbackFromSentry(payload);
        if (feedback !== undefined) {
          feedbackSchema.parse({ ...feedback, receivedAt: '2026-01-01T00:00:00.000Z' });
        }
      }),
    );
  });
});
