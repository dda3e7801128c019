import { t } from '@vscode/l10n';
import type { LogCenterClient } from './client.ts';
import { LogCenterError } from './error.ts';

/** Sends an error that says that it is a test, the way an app's error would come; answers the id of its issue. */
export async function sendTestError(client: LogCenterClient): Promise<string> {
  const [project] = await client.projects();
  if (project === undefined) throw new LogCenterError('not-found', t('The log center has no project yet.'));
  const body = new TextEncoder().encode(JSON.stringify(testError));
  return (await client.addEvent(body, project.slug)).issue;
}

/** As an SDK for Node writes it. */
const testError = {
  platform: 'node',
  level: 'error',
  environment: 'test',
  sdk: { name: 'errata.test', version: '0.1.0' },
  exception: {
    values: [
      {
        type: 'TestError',
        value: 'This is a test: an error of your app would be shown like this one',
        mechanism: { type: 'generic', handled: true },
        stacktrace: {
          frames: [
            {
              filename: 'errata/send-test-error.js',
              function: 'sendTestError',
              lineno: 1,
              colno: 1,
              in_app: true,
            },
          ],
        },
      },
    ],
  },
};
