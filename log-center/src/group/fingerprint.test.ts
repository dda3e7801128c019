import assert from 'node:assert/strict';
import type { Event, Exception, Frame } from '@errata/protocol/event';
import { groupingExplanationSchema } from '@errata/protocol/grouping';
import { effortOf } from '@errata/protocol/testing/effort';
import { sampleEvent, sampleFrame } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { explainGrouping, groupingOf, previousFingerprint } from './fingerprint.ts';

function withFrames(frames: Frame[], value = 'x', type = 'TypeError'): Event {
  return sampleEvent('', { exceptions: [{ type, value, frames }] });
}

function fingerprint(frames: Frame[], value?: string, type?: string): string {
  return groupingOf(withFrames(frames, value, type)).fingerprint;
}

function withChain(...exceptions: Exception[]): string {
  return groupingOf(sampleEvent('', { exceptions })).fingerprint;
}

const library = sampleFrame({ file: '/x/node_modules/y/z.js', function: 'send', inApp: false });
const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 3, maxLength: 8 });
const prefixes = [
  '/srv/a/',
  '/home/ci/123/',
  '/app/',
  '/usr/src/app/',
  '/var/www/releases/20240102030405/',
  '/opt/shop-1.2.3/',
  'C:/build/',
  'file:///app/',
  'https://host.example/static/',
  'https://cdn.example:8443/assets/v1.4.0/',
  'webpack:///./',
  'webpack://shop/./',
  'webpack-internal:///(rsc)/./',
  'app:///',
];

/** Paths of a project, each with a name of its own. */
const project = fc
  .uniqueArray(fc.tuple(fc.array(word, { maxLength: 2 }), word), {
    minLength: 1,
    maxLength: 5,
    selector: ([, name]) => name,
  })
  .map(files => files.map(([directories, name]) => [...directories, `${name}.ts`].join('/')));

describe('groupingOf', () => {
  it('does not depend on the host, the release and the lines', () => {
    fc.assert(
      fc.property(project, fc.nat(1000), fc.boolean(), (files, moved, withCode) => {
        const frames = (prefix: string, line: number) =>
          files.map((file, index) => ({
            file: prefix.startsWith('C:') ? `${prefix}${file}`.replaceAll('/', '\\') : prefix + file,
            function: `f${index}x`,
            line,
            inApp: true,
            ...(withCode && { contextLine: `call${index}()` }),
          }));
        const one = fingerprint(frames('/srv/a/', 1));
        for (const prefix of prefixes) assert.equal(fingerprint(frames(prefix, 2 + moved)), one, prefix);
      }),
    );
  });

  it('tells bugs apart by type, function, file and code', () => {
    const one = fingerprint([sampleFrame()]);
    assert.equal(fingerprint([sampleFrame({ contextLine: '   x.y ' })], 'another value'), one);
    assert.notEqual(fingerprint([sampleFrame({ contextLine: 'a.c' })]), one);
    assert.notEqual(fingerprint([sampleFrame({ function: 'sum' })]), one);
    assert.notEqual(fingerprint([sampleFrame({ file: '/srv/shop/src/order.ts' })]), one);
    assert.notEqual(fingerprint([sampleFrame()], 'x', 'RangeError'), one);
    const start = sampleFrame({ file: '/srv/shop/main.ts', function: 'start' });
    const inDirectory = (name: string) =>
      fingerprint([start, sampleFrame({ file: `/srv/shop/${name}/index.ts` })]);
    assert.notEqual(inDirectory('cart'), inDirectory('order'));
    const nameless = (line: number) => fingerprint([{ file: '/srv/a.py', line, inApp: true }]);
    assert.notEqual(nameless(1), nameless(2));
  });

  it('does not depend on how deep a recursion went, nor on the code of others', () => {
    const names = fc.uniqueArray(word, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 30 }), fc.nat(3), (cycle, depth, others) => {
        const call = (name: string) => sampleFrame({ function: name, contextLine: `call from ${name}` });
        const rounds = Array.from({ length: depth }, () =>
          cycle.flatMap(name => [call(name), ...Array(others).fill(library)]),
        ).flat();
        const crash = call('crash');
        assert.equal(
          fingerprint([call('main'), ...rounds, crash]),
          fingerprint([call('main'), ...cycle.map(call), crash]),
        );
      }),
    );
    // The line that recurs is another than the line that crashes, however often it was passed.
    const visit = (code: string) => sampleFrame({ function: 'visit', contextLine: code });
    assert.equal(fingerprint([visit('visit(left)'), visit('fail()')]), fingerprint([visit('fail()')]));
  });

  it('does not depend on where in the round the stack ran out', () => {
    const cycle = ['even', 'odd', 'next'].map(name => sampleFrame({ function: name, contextLine: name }));
    const turned = (start: number, more: Frame[]) =>
      fingerprint(
        [...Array.from({ length: 40 }, (_, index) => cycle[(start + index) % 3] ?? library), ...more],
        'Maximum call stack size exceeded',
        'RangeError',
      );
    const one = turned(0, []);
    for (const start of [1, 2]) assert.equal(turned(start, [sampleFrame({ function: 'log' })]), one);
  });

  it('does not depend on the frames that compilers and versions of a language put in', () => {
    const python = (name: string, code: string) =>
      sampleFrame({ file: '/srv/cart.py', function: name, contextLine: code });
    const inner = python('total', 'x.price');
    assert.equal(
      fingerprint([python('total', 'return sum(['), python('<listcomp>', 'x.price')]),
      fingerprint([inner]),
    );
    const load = sampleFrame({ function: 'load' });
    const compiled = ['fulfilled', 'step', 'Generator.next', 'processTicksAndRejections'].map(name =>
      sampleFrame({ function: name, contextLine: 'step(generator.next(value))' }),
    );
    assert.equal(fingerprint([load, ...compiled, sampleFrame()]), fingerprint([load, sampleFrame()]));
    const step = sampleFrame({ function: 'step', contextLine: 'cart.next()' });
    assert.notEqual(fingerprint([step, load]), fingerprint([load]));
  });

  it('takes the cause into account, and no wrapper of a library', () => {
    const own = (type: string) => ({ type, value: 'x', frames: [sampleFrame()] });
    const foreign = (type: string) => ({ type, value: 'x', frames: [library] });
    const one = withChain(own('KeyError'));
    assert.equal(withChain(own('KeyError'), foreign('ServletException')), one);
    assert.notEqual(withChain(own('KeyError'), own('CartError')), withChain(own('CartError')));
    assert.notEqual(
      withChain(foreign('ConnectError'), own('CartError')),
      withChain(foreign('Timeout'), own('CartError')),
    );
    assert.equal(withChain(own('java.lang.IllegalStateException')), withChain(own('IllegalStateException')));
  });

  it('does not depend on the order and number of the members of a group', () => {
    const members = ['KeyError', 'ValueError', 'OSError'].map(type => ({
      type,
      value: 'x',
      frames: [sampleFrame({ function: `do_${type}` })],
    }));
    const group = { type: 'ExceptionGroup', value: '3 sub-exceptions', frames: [sampleFrame()] };
    const one = withChain(...members, group);
    const orders = fc.shuffledSubarray(members, { minLength: 3 });
    fc.assert(
      fc.property(orders, fc.array(fc.constantFrom(...members), { maxLength: 3 }), (order, more) => {
        assert.equal(withChain(...order, ...more, group), one);
      }),
    );
    assert.notEqual(withChain(...members.slice(1), group), one);
  });

  it('gives the same whatever was grouped before', () => {
    const events = fc.array(
      fc
        .tuple(word, word, fc.boolean())
        .map(([name, value, inApp]) =>
          withFrames([sampleFrame({ function: `${name}_12345`, file: `/a/${value}.js`, inApp })], value),
        ),
      { minLength: 2 },
    );
    fc.assert(
      fc.property(events, list => {
        const forward = list.map(event => groupingOf(event).fingerprint);
        const backward = list.toReversed().map(event => groupingOf(event).fingerprint);
        assert.deepEqual(backward.toReversed(), forward);
      }),
    );
  });

  it('falls back to foreign code, and to the message where that says too little', () => {
    const foreign = ['run', 'poll', 'decode', 'parse'].map(name =>
      sampleFrame({ file: `/usr/lib/python3/dist-packages/q/${name}.py`, function: name, inApp: false }),
    );
    assert.equal(groupingOf(withFrames(foreign)).method, 'system-frames');
    assert.equal(fingerprint(foreign, 'one thing'), fingerprint(foreign, 'another'));
    assert.notEqual(fingerprint(foreign), fingerprint(foreign.toReversed()));
    const engine = [
      sampleFrame({ file: 'node:net', function: 'TCPConnectWrap.afterConnect', inApp: false }),
      sampleFrame({ file: 'node:internal/timers', function: 'listOnTimeout', inApp: false }),
    ];
    const refused = (port: number) => fingerprint(engine, `connect ECONNREFUSED 10.0.0.7:${port}`);
    assert.equal(refused(5432), refused(6379));
    assert.notEqual(refused(5432), fingerprint(engine, 'getaddrinfo ENOTFOUND'));
    assert.equal(fingerprint([], 'user 17 of "a" is gone'), fingerprint([], 'user 4 of "b" is gone'));
    assert.notEqual(fingerprint([], 'user 17 is gone'), fingerprint([], 'order 17 is gone'));
  });

  it('does not take the names of minified code for names', () => {
    const minified = (name: string, hash: string): Frame => ({
      file: `https://shop.example/static/main.${hash}.js`,
      function: name,
      line: 1,
      column: 48_213,
      inApp: true,
    });
    const one = fingerprint([minified('t', '8f3a2b1c'), minified('e.n', '8f3a2b1c')], 'order 1 failed');
    assert.equal(fingerprint([minified('r', '00ab12cd'), minified('o', '00ab12cd')], 'order 22 failed'), one);
    assert.notEqual(fingerprint([minified('t', '8f3a2b1c')], 'cart 1 failed'), one);
  });

  it('asks the message too where the own code only throws', () => {
    const helper = [sampleFrame({ function: 'invariant', contextLine: 'throw new Error(message)' })];
    assert.equal(groupingOf(withFrames(helper)).method, 'frames-and-message');
    assert.notEqual(fingerprint(helper, 'no cart'), fingerprint(helper, 'no order'));
    const start = [sampleFrame({ function: 'main' }), library];
    assert.notEqual(fingerprint(start, 'no bean for a'), fingerprint(start, 'port in use'));
  });

  it("obeys a rule before the client's wish, and that before its own idea", () => {
    const wished = (fingerprint: string[]) => sampleEvent('a', { fingerprint });
    const own = groupingOf(sampleEvent('a')).fingerprint;
    assert.equal(groupingOf(wished(['{{default}}'])).fingerprint, own);
    assert.equal(groupingOf(wished([])).fingerprint, own);
    assert.equal(
      groupingOf(wished(['mine'])).fingerprint,
      groupingOf({ ...sampleEvent('b'), fingerprint: ['mine'] }).fingerprint,
    );
    assert.notEqual(groupingOf(wished(['{{ default }}', 'x'])).fingerprint, own);
    const rules = [
      { match: [{ field: 'type' as const, pattern: 'Type*' }], fingerprint: ['all'], title: '{{ type }}!' },
      { match: [{ field: 'type' as const, pattern: '*' }], fingerprint: ['others'] },
    ];
    const ruled = groupingOf(wished(['mine']), { rules });
    assert.deepEqual([ruled.method, ruled.title], ['rule', 'TypeError!']);
    assert.equal(ruled.fingerprint, groupingOf(wished(['all'])).fingerprint);
  });

  it('knows the fingerprint of the strategy before, except for what a rule says', () => {
    const event = sampleEvent('total');
    assert.equal(previousFingerprint(event, groupingOf(event)), 'v1:fc9daad5729ef0063ae14336b10502e0');
    const rules = [{ match: [{ field: 'level' as const, pattern: 'error' }], fingerprint: ['x'] }];
    assert.equal(previousFingerprint(event, groupingOf(event, { rules })), undefined);
  });
});

describe('explainGrouping', () => {
  it('names every exception and frame and why it counts or not', () => {
    const again = sampleFrame({ function: 'visit' });
    const event = withFrames([sampleFrame({ function: 'main' }), again, library, again]);
    const explanation = explainGrouping(event);
    assert.deepEqual(groupingExplanationSchema.parse(explanation), explanation);
    assert.equal(explanation.fingerprint, groupingOf(event).fingerprint);
    assert.deepEqual(
      explanation.components.map(({ kind, value, contributes }) => [kind, value, contributes]),
      [
        ['type', 'TypeError', true],
        ['frame', 'cart.ts main x.y', true],
        ['frame', 'cart.ts visit x.y', false],
        ['frame', 'z.js send', false],
        ['frame', 'cart.ts visit x.y', true],
      ],
    );
    assert.match(explanation.components[2]?.hint ?? '', /recursion/);
    assert.match(explanation.components[3]?.hint ?? '', /not in-app/);
  });

  it('needs little time for any text', () => {
    for (const piece of [
      '(',
      '<',
      'a.',
      '$1',
      '/a',
      '\\',
      '1-',
      '{{ ',
      'lambda$',
      'a::',
      '-1.2',
      '.min',
      '0x',
    ]) {
      const text = piece.repeat(1_000_000 / piece.length);
      const frame = { file: text, function: text, module: `${text}.`, contextLine: text, inApp: true };
      const events = [
        sampleEvent('', { fingerprint: [text] }),
        ...['python', 'javascript'].map(platform =>
          sampleEvent('', { platform, exceptions: [{ type: text, value: text, frames: [frame] }] }),
        ),
      ];
      for (const event of events) assert.ok(effortOf(() => explainGrouping(event)) < 500, piece);
    }
  });
});
