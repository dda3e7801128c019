import type { ModelChoice } from '@errata/protocol/model';
import { isLoopback } from '../forge/remote-address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where a provider keeps its models, and the variable that holds its key everywhere. */
const own = {
  anthropic: { origin: 'https://api.anthropic.com', variable: 'ANTHROPIC_API_KEY' },
  openai: { origin: 'https://api.openai.com', variable: 'OPENAI_API_KEY' },
} as const;

/** Those that hold keys: kept from programs that ask no model. */
export const keyVariables: readonly string[] = [
  'ERRATA_MODEL_KEY',
  own.anthropic.variable,
  own.openai.variable,
];

/** The key for a model. A provider's own goes to its own address alone: another has `ERRATA_MODEL_KEY`. */
export function modelKey(
  choice: Pick<ModelChoice, 'provider' | 'baseUrl'>,
  env: Environment,
): string | undefined {
  if (choice.provider === 'editor') return undefined;
  const { origin, variable } = own[choice.provider];
  const atHome = choice.baseUrl === undefined || new URL(choice.baseUrl).origin === origin;
  return filled(env['ERRATA_MODEL_KEY']) ?? (atHome ? filled(env[variable]) : undefined);
}

/** False for the editor, which signs in by itself, and for a server on this machine. */
export function needsKey({ provider, baseUrl }: ModelChoice): boolean {
  return provider !== 'editor' && (baseUrl === undefined || !isLoopback(new URL(baseUrl).host));
}

function filled(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}
