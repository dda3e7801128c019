/** What does not go by the table of our own API: where events come in, the stream, and what is asked of a server. */
const project = { name: 'project', in: 'path', required: true, schema: { type: 'integer' } };
const stored = { description: 'On disk', content: { 'application/json': { schema: { type: 'object' } } } };
const refused = { $ref: '#/components/responses/problem' };
const ingest = {
  '200': stored,
  '429': { description: 'Too much for this key: see `Retry-After` and `X-Sentry-Rate-Limits`' },
  '503': { description: 'The disk is nearly full: see `Retry-After`' },
  default: refused,
};

function sentryDoor(summary: string, ...types: string[]) {
  const content = Object.fromEntries(types.map(type => [type, { schema: { type: 'string' } }]));
  return {
    post: {
      tags: ['ingestion'],
      summary,
      description: 'The key is taken from `X-Sentry-Auth`, `sentry_key` or the DSN in the envelope.',
      security: [{ key: [] }],
      parameters: [project],
      requestBody: { required: true, content },
      responses: ingest,
    },
  };
}

function hookDoor(summary: string, signature: string) {
  return {
    post: {
      tags: ['webhooks'],
      summary,
      description: `Signed with the secret of a hook of the project: ${signature}`,
      security: [],
      parameters: [{ name: 'project', in: 'query', schema: { type: 'string' } }],
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object' } } } },
      responses: {
        '202': { description: 'Signed rightly; `result` says what became of it' },
        default: refused,
      },
    },
  };
}

function plain(tag: string, summary: string, answer: string) {
  return { get: { tags: [tag], summary, security: [], responses: { '200': { description: answer } } } };
}

export const otherPaths = {
  '/api/{project}/envelope/': sentryDoor("A Sentry SDK's envelope", 'application/x-sentry-envelope'),
  '/api/{project}/store/': sentryDoor('A Sentry event as JSON (older SDKs)', 'application/json'),
  '/api/{project}/security/': sentryDoor(
    "A browser's security report",
    'application/csp-report',
    'application/reports+json',
  ),
  '/api/v1/events': {
    post: {
      tags: ['ingestion'],
      summary:
        "An event in any form: a stack trace as text, a Sentry event, an envelope, or the log center's own form",
      description: 'Scope: `ingest`',
      security: [{ token: [] }],
      parameters: [
        {
          name: 'project',
          in: 'query',
          description: 'Without it: the one that the token is for, else `default`',
          schema: { type: 'string' },
        },
      ],
      requestBody: {
        required: true,
        content: { 'text/plain': { schema: { type: 'string' } }, 'application/json': { schema: {} } },
      },
      responses: { '201': stored, '202': { description: 'Kept in quarantine' }, default: refused },
    },
  },
  '/api/v1/attachments/{id}': {
    get: {
      tags: ['issues'],
      summary: 'The bytes of an attachment',
      description: 'Scope: `read`',
      security: [{ token: [] }],
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
      responses: { '200': { description: 'As it was sent' }, default: refused },
    },
  },
  '/api/v1/stream': {
    get: {
      tags: ['stream'],
      summary: 'Every change as it happens (WebSocket)',
      description:
        'Scope: `read`. JSON messages, each with its sequence in the durable outbox; come back with `after` to resume. ' +
        'A client that reads too slowly is closed with 4008 and may resume; what retention has dropped is told as a `gap`.',
      security: [{ token: [] }],
      parameters: ['after', 'project', 'status'].map(name => ({
        name,
        in: 'query',
        schema: { type: 'string' },
      })),
      responses: { '101': { description: 'The stream begins' }, default: refused },
    },
  },
  '/hooks/github': hookDoor('A webhook of GitHub', '`X-Hub-Signature-256`'),
  '/hooks/gitlab': hookDoor('A webhook of GitLab', '`webhook-signature`, or `X-Gitlab-Token`'),
  '/hooks/gitea': hookDoor('A webhook of Gitea or Forgejo', '`X-Gitea-Signature`'),
  '/hooks/deployments': hookDoor(
    'A deployment, as a pipeline tells it',
    '`X-Errata-Signature`, `X-Errata-Timestamp`',
  ),
  '/healthz': plain('operation', 'Whether the process lives', 'It does'),
  '/readyz': plain('operation', 'Whether events can be taken now', 'They can'),
  '/metrics': plain('operation', 'Counters and gauges for Prometheus', 'Text exposition format'),
};
