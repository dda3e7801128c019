const verbs = [
  'refund', 'charge', 'cancel', 'archive', 'restore', 'render', 'validate', 'publish', 'schedule', 'resolve',
  'merge', 'export', 'import', 'assign', 'rotate', 'verify', 'collect', 'dispatch', 'replay', 'settle',
]; // biome-ignore format: a list of words
const nouns = [
  'Invoice', 'Order', 'Basket', 'Customer', 'Shipment', 'Voucher', 'Session', 'Ledger', 'Catalogue', 'Warehouse',
]; // biome-ignore format: a list of words

/** The function in which each kind of event crashes: 200 bugs, 200 issues. Names differ in letters, not in numbers. */
export const kinds: readonly string[] = verbs.flatMap(verb => nouns.map(noun => `${verb}${noun}`));
const kindNumbers = new Map(kinds.map((name, number) => [name, number]));

/** The kind of event that an issue's title or culprit speaks of. */
export function kindIn(text: string): number | undefined {
  for (const word of text.split(/\W+/)) {
    const kind = kindNumbers.get(word);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/**
 * A Sentry event as `@sentry/node` sends it (frames with context lines and variables, breadcrumbs, contexts, request,
 * modules), of exactly so many bytes of JSON, without what differs from one event to the next of a kind: id, time, user.
 */
export function sampleEvent(kind: number, bytes: number): string {
  const random = randomOf(kind);
  const event = skeleton(kind, random);
  const { frames, breadcrumbs } = event;
  // Two breadcrumbs a frame, until only a note has room.
  const measure = () => Buffer.byteLength(JSON.stringify(event.payload));
  let size = measure();
  while (size < bytes - 1500) {
    frames.unshift(frameOf(random, frames.length % 3 === 0));
    breadcrumbs.push(breadcrumbOf(random), breadcrumbOf(random));
    size = measure();
  }
  while (size < bytes - 100) {
    event.extra.response += ` ${words(random, 8)}`;
    size = measure();
  }
  event.extra.response += '.'.repeat(Math.max(0, bytes - size));
  return JSON.stringify(event.payload);
}

function skeleton(kind: number, random: Random) {
  const name = kinds[kind] ?? 'main';
  const crash = {
    ...frameOf(random, true),
    function: name,
    context_line: `    return total.${name}(basket.lines);`,
  };
  const frames: object[] = [crash];
  const breadcrumbs: object[] = [];
  const extra = { response: words(random, 6) };
  const type = ['TypeError', 'RangeError', 'ValidationError', 'TimeoutError'][kind % 4];
  const value = `Cannot read properties of undefined (reading '${name}')`;
  const payload = {
    platform: 'node',
    level: 'error',
    release: `shop@2.${kind % 7}.0`,
    environment: 'production',
    server_name: `web-${kind % 5}`,
    transaction: `POST /api/${words(random, 1)}/:id`,
    exception: {
      values: [
        { type, value, stacktrace: { frames }, mechanism: { type: 'onunhandledrejection', handled: false } },
      ],
    },
    breadcrumbs,
    contexts: contextsOf(random),
    request: requestOf(random),
    tags: { region: `eu-${kind % 3}`, tenant: words(random, 1), runtime: 'node' },
    modules: Object.fromEntries(vocabulary.slice(0, 8).map(word => [`@shop/${word}`, `${kind % 9}.4.1`])),
    extra,
    sdk: {
      name: 'sentry.javascript.node',
      version: '10.78.0',
      integrations: ['InboundFilters', 'Http', 'Context'],
    },
  };
  return { payload, frames, breadcrumbs, extra };
}

type Random = () => number;

/** Mulberry32: the same events on every run. */
function randomOf(seed: number): Random {
  let state = seed + 1;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const vocabulary = (
  'basket total price amount currency customer address country discount voucher product stock quantity warehouse ' +
  'shipment carrier parcel label invoice payment token session request response header cookie account profile locale ' +
  'tenant region cluster bucket object stream buffer queue worker batch retry timeout deadline budget metric gauge'
).split(' ');

function pick<T>(random: Random, list: readonly T[]): T {
  const item = list[Math.floor(random() * list.length)];
  if (item === undefined) throw new Error('The list is empty.');
  return item;
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => pick(random, vocabulary)).join(' ');
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 16).toString(16)).join('');
}

function codeLine(random: Random): string {
  const word = () => pick(random, vocabulary);
  return pick(random, [
    () => `    const ${word()} = await ${word()}.${word()}(${word()}, { ${word()}: ${word()}.${word()} });`,
    () => `    if (${word()}.${word()} === undefined) throw new Error('no ${word()} for this ${word()}');`,
    () => `    for (const ${word()} of ${word()}.${word()}) ${word()}.push(${word()});`,
    () => `    return ${word()}.map(${word()} => ${word()}.${word()} * ${Math.floor(random() * 100)});`,
    () => `    // The ${words(random, 7)}.`,
    () => '  }',
    () => '',
  ])();
}

function frameOf(random: Random, isOwn: boolean): object {
  const [folder, file] = [pick(random, vocabulary), pick(random, vocabulary)];
  const lines = (count: number) => Array.from({ length: count }, () => codeLine(random));
  const path = isOwn
    ? `/srv/shop/src/${folder}/${file}.js`
    : `/srv/shop/node_modules/${folder}/lib/${file}.js`;
  return {
    filename: path,
    module: isOwn ? `src.${folder}:${file}` : `${folder}.lib:${file}`,
    function: `${pick(random, vocabulary)}${pick(random, nouns)}`,
    lineno: 1 + Math.floor(random() * 900),
    colno: 1 + Math.floor(random() * 60),
    in_app: isOwn,
    pre_context: lines(7),
    context_line: codeLine(random),
    post_context: lines(7),
    ...(isOwn && {
      vars: {
        [folder]: words(random, 3),
        id: hex(random, 24),
        count: Math.floor(random() * 1e6),
        next: null,
      },
    }),
  };
}

function breadcrumbOf(random: Random): object {
  const path = `/${pick(random, vocabulary)}/${hex(random, 12)}`;
  return {
    timestamp: 1_790_000_000 + Math.floor(random() * 1e6) / 1000,
    type: 'http',
    category: pick(random, ['http', 'console', 'query']),
    level: 'info',
    message: `${words(random, 5)} ${hex(random, 8)}`,
    data: { method: 'GET', url: `https://api.shop.example${path}`, status_code: 200 },
  };
}

function contextsOf(random: Random): object {
  return {
    app: { app_start_time: '2026-01-02T03:04:05.678Z', app_memory: Math.floor(random() * 1e9) },
    device: { arch: 'x64', memory_size: 8_253_669_376, processor_count: 4, cpu_description: 'Example CPU' },
    os: { name: 'Linux', version: '6.1.0', kernel_version: '6.1.0-13-amd64' },
    runtime: { name: 'node', version: 'v24.2.0' },
    culture: { locale: 'en-GB', timezone: 'Europe/Zurich' },
    trace: { trace_id: hex(random, 32), span_id: hex(random, 16) },
  };
}

function requestOf(random: Random): object {
  return {
    method: 'POST',
    url: `https://shop.example/api/${pick(random, vocabulary)}/${hex(random, 10)}`,
    query_string: `page=${Math.floor(random() * 50)}&sort=${pick(random, vocabulary)}`,
    headers: {
      host: 'shop.example',
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0 Safari/537.36',
      accept: 'application/json',
      'content-type': 'application/json',
      cookie: `session=${hex(random, 40)}; theme=dark`,
      'x-request-id': hex(random, 32),
    },
    data: { [pick(random, vocabulary)]: words(random, 4), quantity: Math.floor(random() * 10) },
  };
}
