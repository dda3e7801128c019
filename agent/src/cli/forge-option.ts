import { type ForgeKind, forgeKindSchema } from '@errata/protocol/followed-pull-request';
import { type Command, Option } from 'commander';
import type { ForgeSettings } from '../forge/recognise.ts';
import { CommandError } from './exit.ts';

export interface ForgeOption {
  forge: ForgeSettings;
}

/** An option of a command that talks to forges: what a server speaks, where it cannot be told otherwise. */
export function withForgeOption(command: Command): Command {
  const kinds = forgeKindSchema.options.join(', ');
  return command.addOption(
    new Option(
      '--forge <host=kind>',
      `what the git server at a host speaks, where it is not known: ${kinds}; again for each host`,
    )
      .argParser((given: string, before: ForgeSettings) => ({ ...before, ...forgeNamed(given) }))
      .default({}, 'none'),
  );
}

function forgeNamed(given: string): Record<string, ForgeKind> {
  const [, host = '', name] = /^([^\s=]+)=(\w+)$/.exec(given) ?? [];
  const kind = forgeKindSchema.safeParse(name);
  if (kind.success) return { [host.toLowerCase()]: kind.data };
  const kinds = forgeKindSchema.options.join(', ');
  throw new CommandError('bad-usage', `--forge takes HOST=KIND, with one of ${kinds}: not “${given}”.`);
}
