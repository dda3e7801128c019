import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ClientProcess } from './client-process.ts';

const { resolve } = createRequire(new URL('../../examples/shop/package.json', import.meta.url));
const sdk = pathToFileURL(resolve('@sentry/node')).href;

/** Starts a program that has `Sentry`, Sentry's own SDK for Node as the shop has it, set up with these options. */
export async function startNodeSdk(
  directory: string,
  dsn: string,
  options: string,
  program: string,
): Promise<ClientProcess> {
  const whole = [
    `import * as Sentry from ${JSON.stringify(sdk)};`,
    "import { setTimeout as later } from 'node:timers/promises';",
    `Sentry.init({ dsn: process.env.SENTRY_DSN, ${options} });`,
    program,
  ].join('\n');
  const file = join(directory, 'shop.mjs');
  await writeFile(file, whole);
  return new ClientProcess(process.execPath, [file], { dsn, cwd: directory });
}
