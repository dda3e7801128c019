import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventSchema } from '../event.ts';
import { effortOf } from '../testing/effort.ts';
import { eventsFromReports } from './security.ts';

const now = new Date('2026-01-02T03:04:05.000Z');
const read = (payload: unknown) => eventsFromReports(payload, {}, now).map(event => eventSchema.parse(event));
const titleOf = (report: Record<string, unknown>) => read({ 'csp-report': report })[0]?.message;

describe('eventsFromReports', () => {
  it('makes an event of what a content security policy blocked', () => {
    const report = {
      'document-uri': 'https://shop.example/cart',
      referrer: 'https://www.example/',
      'violated-directive': "script-src 'self'",
      'effective-directive': 'script-src',
      'blocked-uri': 'http://evil.com:8080/x.js?secret=1',
      'status-code': 0,
    };
    const [event] = eventsFromReports({ 'csp-report': report }, { release: 'r1', environment: 'live' }, now);
    assert.deepEqual(
      { ...event, id: '' },
      {
        id: '',
        timestamp: now.toISOString(),
        platform: 'other',
        level: 'error',
        message: "Blocked 'script' from 'evil.com:8080'",
        release: 'r1',
        environment: 'live',
        transaction: "script-src 'self'",
        logger: 'csp',
        exceptions: [],
        request: { url: 'https://shop.example/cart', headers: { Referer: 'https://www.example/' } },
        tags: {
          'effective-directive': 'script-src',
          'blocked-uri': 'http://evil.com:8080/x.js?secret=1',
          'blocked-host': 'evil.com',
          logger: 'csp',
        },
        contexts: { csp: report },
        breadcrumbs: [],
        fingerprint: ['csp', 'script-src', 'evil.com:8080'],
      },
    );
  });

  it('titles it as Sentry does', () => {
    for (const [directive, blocked, title] of [
      ['style-src cdn.example.com', 'http://example.com/lol.css', "Blocked 'style' from 'example.com'"],
      ['default-src self', 'http://evil.com', "Blocked 'default-src' from 'evil.com'"],
      ['img-src', 'data', "Blocked 'image' from 'data:'"],
      ['img-src', 'https://a.example/x', "Blocked 'image' from 'a.example'"],
      ['form-action', 'https://a.example/x', "Blocked 'form' action to 'a.example'"],
      ['script-src-elem', 'blob:https://a.example/1', "Blocked 'script' from 'blob:'"],
      ['script-src', 'self', "Blocked unsafe (eval() or inline) 'script'"],
      ['script-src', 'inline', "Blocked unsafe inline 'script'"],
      ['script-src', 'eval', "Blocked unsafe eval() 'script'"],
      ['style-src', '', "Blocked inline 'style'"],
      ['style-src-attr', 'inline', 'Blocked style attribute'],
      ['connect-src', 'wss://a.example/x', "Blocked 'connect' from 'wss://a.example'"],
    ]) {
      assert.equal(titleOf({ 'violated-directive': directive, 'blocked-uri': blocked }), title);
    }
    assert.equal(titleOf({ 'effective-directive': 'font-src' }), "Blocked inline 'font'");
    assert.equal(titleOf({ 'blocked-uri': 'http://evil.com' }), undefined);
  });

  it('reads the batches of the Reporting API', () => {
    const events = read([
      {
        type: 'csp-violation',
        age: 60_000,
        url: 'https://shop.example/',
        user_agent: 'Firefox',
        body: {
          effectiveDirective: 'script-src-elem',
          blockedURL: 'https://evil.com/x.js',
          disposition: 'report',
        },
      },
      { type: 'deprecation', age: 1, url: 'https://shop.example/', body: { id: 'x' } },
      {
        type: 'network-error',
        age: 0,
        url: 'https://shop.example/api',
        body: {
          phase: 'application',
          type: 'http.error',
          status_code: 502,
          method: 'GET',
          server_ip: '10.0.0.1',
        },
      },
      {
        type: 'network-error',
        url: 'https://shop.example/api',
        body: { phase: 'connection', type: 'tcp.refused', status_code: 0 },
      },
      null,
    ]);
    assert.deepEqual(
      events.map(({ message, logger, timestamp, request }) => [message, logger, timestamp, request?.url]),
      [
        ["Blocked 'script' from 'evil.com'", 'csp', '2026-01-02T03:03:05.000Z', 'https://shop.example/'],
        ['application / http.error (502)', 'nel', now.toISOString(), 'https://shop.example/api'],
        ['connection / tcp.refused', 'nel', now.toISOString(), 'https://shop.example/api'],
      ],
    );
    assert.equal(events[0]?.request?.headers?.['User-Agent'], 'Firefox');
    assert.equal(events[1]?.tags['status_code'], '502');
  });

  it('reads reports on certificates', () => {
    const expectCt = { hostname: 'www.example.com', port: 443, 'date-time': '2025-12-01T00:00:00Z' };
    const [ct] = read({ 'expect-ct-report': expectCt });
    assert.equal(ct?.message, "Expect-CT failed for 'www.example.com'");
    assert.equal(ct?.timestamp, '2025-12-01T00:00:00.000Z');
    assert.deepEqual(ct?.tags, { hostname: 'www.example.com', port: '443', logger: 'expectct' });
    const [staple] = read({ 'expect-staple-report': { hostname: 'www.example.com' } });
    assert.equal(staple?.message, "Expect-Staple failed for 'www.example.com'");
    const [pins] = read({ hostname: 'www.example.com', 'known-pins': [], 'include-subdomains': true });
    assert.equal(pins?.message, "Public key pinning validation failed for 'www.example.com'");
    assert.equal(pins?.tags['include-subdomains'], 'true');
  });

  it('gives valid events or none, whatever was sent', () => {
    const value = fc.anything({
      maxDepth: 2,
      values: [fc.string(), fc.webUrl(), fc.constant(null), fc.double()],
    });
    const names = ['csp-report', 'body', 'expect-ct-report', 'hostname', 'known-pins', 'type', 'age', 'url'];
    const body = fc.record({
      'effective-directive': fc.constant('script-src'),
      'blocked-uri': value,
      referrer: value,
    });
    const report = fc.record(
      Object.fromEntries(names.map(name => [name, fc.oneof(value, body, fc.constant('csp-violation'))])),
      { requiredKeys: [] },
    );
    fc.assert(fc.property(fc.oneof(report, fc.array(report), value), payload => void read(payload)));
  });

  it('reads a megabyte of anything in no time', () => {
    const size = 1024 * 1024;
    const long = 'a'.repeat(size);
    for (const payload of [
      { 'csp-report': { 'effective-directive': ' '.repeat(size), 'blocked-uri': long } },
      { 'csp-report': { 'effective-directive': `a${'-'.repeat(size)}`, 'blocked-uri': `http://${long}` } },
      { 'csp-report': { 'effective-directive': 'img-src', 'blocked-uri': `https:${'/'.repeat(size)}` } },
      Array.from({ length: size / 4 }, () => ({})),
    ]) {
      const effort = effortOf(() => read(payload));
      assert.ok(effort < 500, `${effort} ms`);
    }
  });
});
