import { jsonOf } from '@errata/protocol/lenient';
import { z } from 'zod';
import type { KnownProgram } from './known-program.ts';

const eventSchema = z.union([
  z.object({
    type: z.literal('item.completed'),
    item: z.object({ type: z.literal('agent_message'), text: z.string() }),
  }),
  z.object({ type: z.literal('turn.failed'), error: z.object({ message: z.string() }) }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);

/** Its own sandbox is switched off, since ours holds it already and lets it make no other. */
export const codex: KnownProgram = {
  name: 'Codex',
  provider: 'openai',
  options: api => [
    ...['exec', '--json', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'],
    ...['-c', 'web_search="disabled"'],
    ...(api === undefined
      ? []
      : [
          ...['-c', 'model_provider="errata"', '-c', 'model_providers.errata.name="Errata"'],
          ...['-c', `model_providers.errata.base_url="${api.address}/v1"`],
          ...['-c', 'model_providers.errata.env_key="ERRATA_RELAY_TOKEN"'],
          ...['-c', 'model_providers.errata.wire_api="responses"'],
          ...(api.model ? ['-m', api.model] : []),
        ]),
    '-',
  ],
  env: ({ token }) => ({ ERRATA_RELAY_TOKEN: token }),
  said: stdout => {
    let text = '';
    let failed = false;
    for (const line of stdout.split('\n')) {
      const event = read(line);
      if (event === undefined) continue;
      failed = event.type !== 'item.completed';
      text =
        event.type === 'item.completed'
          ? event.item.text
          : event.type === 'error'
            ? event.message
            : event.error.message;
    }
    return { text, ...(failed && { failed: true }) };
  },
};

/** Other events are of no account. */
function read(line: string): z.infer<typeof eventSchema> | undefined {
  return eventSchema.safeParse(jsonOf(line)).data;
}
