import { z } from 'zod';
import type { KnownProgram } from './known-program.ts';

const resultSchema = z.object({ result: z.string().default(''), is_error: z.boolean().default(false) });

/** The sandbox is the wall that its own questions would be; what the server itself would reach it has no use for. */
export const claudeCode: KnownProgram = {
  name: 'Claude Code',
  provider: 'anthropic',
  options: api => [
    ...['-p', '--output-format', 'json', '--dangerously-skip-permissions'],
    ...['--disallowedTools', 'WebSearch,WebFetch'],
    ...(api?.model ? ['--model', api.model] : []),
  ],
  env: ({ address, token }) => ({
    ANTHROPIC_BASE_URL: address,
    ANTHROPIC_API_KEY: token,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
  }),
  said: stdout => {
    // Warnings may go before the one object.
    const line =
      stdout
        .trim()
        .split('\n')
        .findLast(row => row.startsWith('{')) ?? '';
    try {
      const { result, is_error } = resultSchema.parse(JSON.parse(line));
      return { text: result, ...(is_error && { failed: true }) };
    } catch {
      return { text: stdout };
    }
  },
};
