import { once } from 'node:events';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { inUseExitCode } from '@errata/protocol/center-record';
import { t } from '@vscode/l10n';
import { LogCenterClient } from './client.ts';
import { LogCenterError } from './error.ts';
import { exchange } from './exchange.ts';
import { dataFolder, recordFolder } from './folders.ts';
import { spawnLogCenter } from './process.ts';
import { embeddedRecord, findRecord, readRecord } from './records.ts';

/** Seconds without any client after which the embedded log center ends by itself. */
const idleSeconds = 15;
const startMilliseconds = 20_000;
/** So often one may end before it is ready: what kept it from starting may be gone a moment later. */
const mostFailures = 3;

/**
 * The log center to work with: the one named by `url`, else the user's embedded one, which is started when it is not running.
 * The token is the one that is given, else `ERRATA_TOKEN`, else that of the record which a running log center wrote for its user.
 */
export async function connectLogCenter(options: {
  url?: string | undefined;
  token?: string | undefined;
}): Promise<LogCenterClient> {
  if (options.url === undefined) return embeddedLogCenter();
  if (!/^https?:\/\//.test(options.url) || !URL.canParse(options.url))
    throw new LogCenterError(
      'bad-address',
      t('“{0}” is no address of a log center: it begins with http:// or https://.', options.url),
    );
  const token = options.token ?? process.env['ERRATA_TOKEN'] ?? (await findRecord(options.url))?.token;
  if (token === undefined) {
    throw new LogCenterError(
      'unauthorized',
      t(
        'No token is known for {0}, and no log center of yours is running there. Give it with "Errata: Set Token of the Log Center" in the editor, or as ERRATA_TOKEN.',
        options.url,
      ),
    );
  }
  return new LogCenterClient({ url: options.url, token });
}

async function embeddedLogCenter(): Promise<LogCenterClient> {
  const deadline = Date.now() + startMilliseconds;
  let failures = 0;
  while (Date.now() < deadline && failures < mostFailures) {
    const record = await readRecord(embeddedRecord());
    if (record && (await answers(record.url))) return new LogCenterClient(record);
    const outcome = await startEmbedded();
    if (outcome !== 'started') await delay(100);
    if (outcome === 'failed') failures++;
  }
  if (failures > 0)
    throw new LogCenterError(
      'not-started',
      t('The embedded log center cannot be started: {0}', await lastWords()),
    );
  throw new LogCenterError(
    'not-started',
    t('The embedded log center did not start within {0} s. See {1}.', startMilliseconds / 1000, logFile()),
  );
}

function logFile(): string {
  return join(recordFolder(), 'embedded.log');
}

/** The last line that a log center wrote before it ended. */
async function lastWords(): Promise<string> {
  const lines = (await readFile(logFile(), 'utf8')).split('\n').map(line => line.trim());
  return lines.findLast(line => line !== '') ?? '';
}

async function answers(url: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(2_000);
    return (await exchange(`${url}/healthz`, { method: 'GET', signal })).status === 200;
  } catch {
    return false;
  }
}

/** Two agents may start one at the same time: the data folder's lock lets one through, the other finds `in-use`. */
async function startEmbedded(): Promise<'started' | 'in-use' | 'failed'> {
  await mkdir(recordFolder(), { recursive: true, mode: 0o700 });
  const log = await open(logFile(), 'a', 0o600);
  try {
    const child = spawnLogCenter(
      ['--json', '--data', dataFolder(), '--record', embeddedRecord(), '--until-idle', String(idleSeconds)],
      { detached: true, stdio: ['ignore', 'pipe', log.fd] },
    );
    const stdout = child.stdout as Readable;
    const lines = createInterface({ input: stdout });
    // One that was ended from outside is tried again like one that found the data in use.
    const ended = once(child, 'exit').then(([code]) =>
      code === null || code === inUseExitCode ? ('in-use' as const) : ('failed' as const),
    );
    const ready = once(lines, 'line').then(() => 'started' as const);
    const outcome = await Promise.race([ready, ended]);
    lines.close();
    stdout.destroy();
    child.unref();
    return outcome;
  } finally {
    await log.close();
  }
}
