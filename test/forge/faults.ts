import type { Answer } from './call.ts';
import type { Kind } from './model.ts';

/** Something that every forge answers at times, each in its own form. */
export type Trouble =
  | 'bad-token'
  | 'missing-scope'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'rate-limit'
  | 'secondary-limit'
  | 'failed'
  | 'unavailable'
  /** The connection breaks before the request was carried out. */
  | 'cut'
  /** It breaks when the request was carried out, before the answer. */
  | 'cut-after'
  /** Nothing comes, for as long as the client waits. */
  | 'hang';

interface Fault {
  readonly match: string | RegExp;
  readonly answer: Answer | Trouble;
  left: number;
}

export class Faults {
  readonly #faults: Fault[] = [];

  /** @param match in `POST /api/v3/repos/acme/shop/pulls` */
  add(match: string | RegExp, answer: Answer | Trouble, times: number): void {
    this.#faults.push({ match, answer, left: times });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  take(request: string): Answer | Trouble | undefined {
    const fault = this.#faults.find(
      ({ match, left }) =>
        left > 0 && (typeof match === 'string' ? request.includes(match) : match.test(request)),
    );
    if (fault) fault.left--;
    return fault?.answer;
  }
}

/** How a forge says it. Limits end in a second, so that a client that waits can be seen to. */
export function answerOf(kind: Kind, trouble: Exclude<Trouble, 'cut' | 'cut-after' | 'hang'>): Answer {
  return { github: gitHub, gitlab: gitLab, gitea }[kind](trouble);
}

type Said = Exclude<Trouble, 'cut' | 'cut-after' | 'hang'>;
const inASecond = () => String(Math.ceil(Date.now() / 1000) + 1);

function gitHub(trouble: Said): Answer {
  const said = (
    status: number,
    message: string,
    headers: Record<string, string> = {},
    more: object = {},
  ) => ({
    status,
    body: { message, ...more, documentation_url: 'https://docs.github.com/rest', status: String(status) },
    headers,
  });
  switch (trouble) {
    case 'bad-token':
      return said(401, 'Bad credentials');
    case 'missing-scope':
      return said(403, 'Resource not accessible by personal access token', {
        'x-oauth-scopes': 'read:user',
        'x-accepted-oauth-scopes': 'repo',
      });
    case 'forbidden':
      return said(403, 'Must have push access to repository');
    case 'not-found':
      return said(404, 'Not Found');
    case 'conflict':
      return said(409, 'Head branch was modified. Review and try the merge again.');
    case 'invalid':
      return said(
        422,
        'Validation Failed',
        {},
        { errors: [{ resource: 'PullRequest', code: 'custom', message: 'is not valid' }] },
      );
    case 'rate-limit':
      return said(403, 'API rate limit exceeded for user ID 1.', {
        ...{ 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '5000' },
        ...{ 'x-ratelimit-reset': inASecond(), 'x-ratelimit-resource': 'core' },
      });
    case 'secondary-limit':
      return said(
        403,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        {
          'retry-after': '1',
        },
      );
    case 'failed':
      return said(500, 'Server Error');
    case 'unavailable':
      return said(503, 'Service unavailable');
  }
}

function gitLab(trouble: Said): Answer {
  const said = (status: number, message: unknown, headers: Record<string, string> = {}) => ({
    status,
    body: { message },
    headers,
  });
  switch (trouble) {
    case 'bad-token':
      return said(401, '401 Unauthorized');
    case 'missing-scope':
      return {
        status: 403,
        body: {
          error: 'insufficient_scope',
          error_description: 'The request requires higher privileges than provided by the access token.',
          scope: 'api',
        },
      };
    case 'forbidden':
      return said(403, '403 Forbidden');
    case 'not-found':
      return said(404, '404 Not found');
    case 'conflict':
      return said(409, 'SHA does not match HEAD of source branch');
    case 'invalid':
      return said(400, { title: ['is too long'] });
    case 'rate-limit':
    case 'secondary-limit':
      return {
        status: 429,
        body: 'Retry later\n',
        headers: {
          ...{ 'content-type': 'text/plain', 'retry-after': '1', 'ratelimit-limit': '60' },
          ...{ 'ratelimit-remaining': '0', 'ratelimit-reset': inASecond() },
        },
      };
    case 'failed':
      return said(500, '500 Internal Server Error');
    case 'unavailable':
      return {
        status: 503,
        body: '<html>GitLab is not responding</html>',
        headers: { 'content-type': 'text/html' },
      };
  }
}

function gitea(trouble: Said): Answer {
  const said = (status: number, message: string, headers: Record<string, string> = {}) => ({
    status,
    body: { message, url: 'https://gitea.example/api/swagger' },
    headers,
  });
  switch (trouble) {
    case 'bad-token':
      return said(401, 'user does not exist [uid: 0, name: ]');
    case 'missing-scope':
      return said(
        403,
        'token does not have at least one of required scope(s), required=[write:repository], token scope=read:user',
      );
    case 'forbidden':
      return said(403, 'user should have permission to write to the repository');
    case 'not-found':
      return {
        status: 404,
        body: {
          errors: null,
          message: "The target couldn't be found.",
          url: 'https://gitea.example/api/swagger',
        },
      };
    case 'conflict':
      return said(409, 'head out of date');
    case 'invalid':
      return said(422, 'is not valid');
    case 'rate-limit':
    case 'secondary-limit':
      return {
        status: 429,
        body: 'Too Many Requests',
        headers: { 'content-type': 'text/plain', 'retry-after': '1' },
      };
    case 'failed':
      return said(500, 'Internal Server Error');
    case 'unavailable':
      return { status: 503, body: 'Service Unavailable', headers: { 'content-type': 'text/plain' } };
  }
}
