import { setTimeout as delay } from 'node:timers/promises';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';

const attempts = 6;
const waitMilliseconds = 300;

/** Tells a log center something that may be told again, until it answers. Connecting anew starts an embedded one. Throws `LogCenterError`. */
export async function persistently<Answer>(
  connect: () => Promise<LogCenterClient>,
  tell: (client: LogCenterClient) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await tell(await connect());
    } catch (error) {
      if (!LogCenterError.is(error, 'unreachable') || attempt === attempts) throw error;
      await delay(waitMilliseconds * attempt, undefined, { signal });
    }
  }
}
