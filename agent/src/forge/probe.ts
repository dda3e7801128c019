import type { ForgeKind } from '@errata/protocol/followed-pull-request';
import { jsonOf } from '@errata/protocol/lenient';
import { t } from '@vscode/l10n';
import { z } from 'zod';
import { ForgeError } from './forge-error.ts';
import type { RemoteAddress } from './remote-address.ts';

interface Probed {
  readonly kind: ForgeKind;
  /** That it is in on its host, such as `/git`; empty for none. */
  readonly folder: string;
}

const answerMilliseconds = 5000;
const longestAnswer = 64 * 1024;
const mostRemembered = 500;

const found = new Map<string, Probed>();

const versionSchema = z.object({
  message: z.string().optional(),
  url: z.string().optional(),
  version: z.string().optional(),
  revision: z.string().optional(),
  installed_version: z.string().optional(),
});
type Version = z.infer<typeof versionSchema>;

/** What each kind can be told by, whether it answers strangers or not. */
const questions: readonly {
  readonly kind: Exclude<ForgeKind, 'git'>;
  readonly path: string;
  readonly is: (status: number, headers: Headers, said: Version) => boolean;
}[] = [
  {
    kind: 'github',
    path: '/api/v3/meta',
    is: (_status, headers, said) =>
      headers.has('x-github-enterprise-version') || said.installed_version !== undefined,
  },
  {
    kind: 'gitlab',
    path: '/api/v4/version',
    is: (status, headers, said) =>
      headers.has('x-gitlab-meta') ||
      (status === 401 && said.message === '401 Unauthorized') ||
      (status === 200 && said.version !== undefined && said.revision !== undefined),
  },
  {
    kind: 'gitea',
    path: '/api/v1/version',
    is: (status, _headers, said) =>
      (status === 200 && said.version !== undefined) ||
      ((status === 401 || status === 403) &&
        /\/api\/swagger$|signed in user/i.test(said.url ?? said.message ?? '')),
  },
];

/** What an earlier probe of this process found there. */
export function probed(address: RemoteAddress): Probed | undefined {
  return found.get(keyOf(address));
}

/** Asks a server what it is, without any secret. Throws `ForgeError`: `unreachable`, `cancelled`. */
export async function probe(address: RemoteAddress, signal?: AbortSignal): Promise<Probed> {
  const origin = `${address.scheme}://${address.host}`;
  const answers = await Promise.all(
    foldersOf(address).flatMap(folder =>
      questions.map(async ({ kind, path, is }) => {
        const answer = await ask(`${origin}${folder}${path}`, signal);
        const matches = answer !== undefined && is(answer.status, answer.headers, answer.said);
        return { kind, folder, answered: answer !== undefined, matches };
      }),
    ),
  );
  if (signal?.aborted) throw new ForgeError('cancelled', t('The question to {0} was stopped.', address.host));
  const match = answers.find(({ matches }) => matches);
  const hasAnswered = answers.every(({ answered }) => answered);
  if (match === undefined && !hasAnswered && !address.assumed) {
    throw new ForgeError(
      'unreachable',
      t('{0} did not answer when it was asked what it is. Try again when it can be reached.', address.host),
    );
  }
  const result = match ? { kind: match.kind, folder: match.folder } : { kind: 'git' as const, folder: '' };
  if (match !== undefined || hasAnswered) remember(keyOf(address), result);
  return result;
}

function remember(key: string, result: Probed): void {
  if (found.size >= mostRemembered) found.clear();
  found.set(key, result);
}

/** Where a forge can be on its host, as far as the path of a repository leaves room for a folder before it. */
function foldersOf({ path }: RemoteAddress): string[] {
  const [first = '', ...rest] = path.split('/');
  return rest.length > 1 ? ['', `/${first}`] : [''];
}

function keyOf(address: RemoteAddress): string {
  return `${address.scheme}://${address.host}${foldersOf(address).at(-1)}`;
}

async function ask(
  url: string,
  signal: AbortSignal | undefined,
): Promise<{ status: number; headers: Headers; said: Version } | undefined> {
  const limit = AbortSignal.timeout(answerMilliseconds);
  try {
    // Where a server sends one on to is none of the remote's.
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'application/json' },
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    // It may be another that answers for it, while it is away.
    if (response.status >= 500 || response.status === 429) return undefined;
    const text = await beginning(response);
    const said = versionSchema.safeParse(jsonOf(text));
    return { status: response.status, headers: response.headers, said: said.data ?? {} };
  } catch {
    return undefined;
  }
}

async function beginning(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > longestAnswer) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}
