/** The kinds of data that clients are told to hold back, as Sentry's protocol names them. */
export type Category =
  | 'default'
  | 'error'
  | 'transaction'
  | 'security'
  | 'attachment'
  | 'session'
  | 'profile'
  | 'profile_chunk'
  | 'replay'
  | 'monitor'
  | 'feedback'
  | 'span'
  | 'metric_bucket'
  | 'trace_metric'
  | 'log_item'
  | 'internal';

export interface ItemType {
  /** The type itself, or `unknown`. */
  readonly name: string;
  readonly category: Category;
  /** Most bytes of one item. */
  readonly limit: number;
}

const kibi = 1024;
const mebi = 1024 * kibi;
const event = (category: Category) => ({ category, limit: mebi }) as const;

/** Every type of item that Sentry's protocol has, with the limits that Relay sets. */
const itemTypes = {
  event: event('error'),
  error: event('error'),
  feedback: event('feedback'),
  user_report: event('feedback'),
  user_report_v2: event('feedback'),
  security: event('security'),
  raw_security: event('security'),
  nel: event('security'),
  form_data: event('error'),
  unreal_report: { category: 'error', limit: 200 * mebi },
  attachment: { category: 'attachment', limit: 200 * mebi },
  client_report: { category: 'internal', limit: 100 * kibi },
  transaction: event('transaction'),
  session: { category: 'session', limit: 10 * mebi },
  sessions: { category: 'session', limit: 10 * mebi },
  check_in: { category: 'monitor', limit: 100 * kibi },
  profile: { category: 'profile', limit: 50 * mebi },
  profile_chunk: { category: 'profile_chunk', limit: 50 * mebi },
  replay_event: { category: 'replay', limit: mebi },
  replay_recording: { category: 'replay', limit: 10 * mebi },
  replay_video: { category: 'replay', limit: 10 * mebi },
  span: { category: 'span', limit: 12 * mebi },
  otel_span: { category: 'span', limit: 12 * mebi },
  statsd: { category: 'metric_bucket', limit: mebi },
  metric_buckets: { category: 'metric_bucket', limit: mebi },
  trace_metric: { category: 'trace_metric', limit: 12 * mebi },
  log: { category: 'log_item', limit: 12 * mebi },
  otel_log: { category: 'log_item', limit: 12 * mebi },
} as const satisfies Readonly<Record<string, Omit<ItemType, 'name'>>>;

/** What is known of a type of item; of one that is not known, nothing is taken and nothing is limited. */
export function itemTypeOf(type: string): ItemType {
  return Object.hasOwn(itemTypes, type)
    ? { name: type, ...itemTypes[type as keyof typeof itemTypes] }
    : { name: 'unknown', category: 'default', limit: Number.POSITIVE_INFINITY };
}

/** Most bytes of a whole envelope, and most attachments in it. */
export const mostOfEnvelope = { sent: 40 * mebi, unpacked: 200 * mebi, attachments: 30 } as const;
