import assert from 'node:assert/strict';
import { effortOf } from '@errata/protocol/testing/effort';
import fc from 'fast-check';
import { clientKey, demandKey } from './client-key.ts';

const key = 'e12d836b15bb49d7bbf99e64295d995b';

describe('clientKey', () => {
  it('is found in what the SDKs of many languages send', () => {
    for (const sentryAuth of [
      `Sentry sentry_key=${key}, sentry_version=7, sentry_client=sentry.python/2.0.0`,
      `Sentry sentry_version=7,sentry_client=sentry.java/6.0.0,sentry_key=${key}`,
      `Sentry sentry_version=7, sentry_client=sentry.php/4.0, sentry_key=${key}, sentry_secret=x`,
      `Sentry sentry_version=7, sentry_timestamp=1714564800, sentry_client=sentry-go/0.27, sentry_key=${key}`,
      `Sentry sentry_timestamp=1, sentry_version=7, sentry_key=${key},sentry_secret=`,
      `Sentry sentry_key="${key}"`,
      `sentry sentry_key = ${key}`,
      `Sentry\tsentry_key=${key}`,
      `sentry_version=7, sentry_key=${key}`,
      `SENTRY SENTRY_KEY=${key}`,
    ]) {
      assert.equal(clientKey({ sentryAuth }), key, sentryAuth);
    }
    assert.equal(clientKey({ authorization: `Sentry sentry_key=${key}` }), key);
    assert.equal(clientKey({ query: key }), key);
    assert.equal(clientKey({ dsn: `https://${key}@sentry.example/prefix/1` }), key);
    assert.equal(clientKey({ dsn: `https://${key}:secret@sentry.example/1` }), key);
    const basic = `Basic ${Buffer.from(`${key}:secret`).toString('base64')}`;
    assert.equal(clientKey({ authorization: basic }), key);
  });

  it('is the one of the header where several are sent', () => {
    const places = { sentryAuth: `Sentry sentry_key=${key}`, query: 'b', dsn: 'https://c@h/1' };
    assert.equal(clientKey(places), key);
    assert.equal(clientKey({ ...places, sentryAuth: 'Sentry sentry_version=7' }), 'b');
    assert.equal(clientKey({ ...places, sentryAuth: '', query: '' }), 'c');
  });

  it('is not made of other credentials', () => {
    for (const authorization of [
      '',
      'Bearer sentry_key=x',
      'Sentry',
      'Basic',
      'Basic !',
      `Basic ${btoa(':x')}`,
    ]) {
      assert.equal(clientKey({ authorization }), undefined, authorization);
    }
    assert.equal(clientKey({ sentryAuth: 'Sentry not_sentry_key=x', dsn: 'nonsense' }), undefined);
    assert.equal(clientKey({ dsn: 'https://sentry.example/1' }), undefined);
  });

  it('is found or not, in whatever was sent', () => {
    const text = fc.option(fc.string({ unit: 'binary' }), { nil: undefined });
    fc.assert(
      fc.property(text, text, text, text, (sentryAuth, authorization, query, dsn) => {
        assert.notEqual(clientKey({ sentryAuth, authorization, query, dsn }), '');
      }),
    );
    for (const part of ['sentry ', ' ', 'sentry_key', 'sentry_key=,', 'basic ']) {
      const long = part.repeat(1024 * 1024);
      assert.ok(effortOf(() => clientKey({ sentryAuth: long, authorization: long })) < 500, part);
    }
  });
});

describe('demandKey', () => {
  it('lets through the keys of the project only', () => {
    const keys = new Set([key]);
    demandKey(key, keys, 1);
    assert.throws(() => demandKey(undefined, keys, 1), { reason: 'missing-key' });
    assert.throws(() => demandKey('other', keys, 1), { reason: 'wrong-key' });
  });
});
