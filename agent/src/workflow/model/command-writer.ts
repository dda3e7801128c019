import type { ModelSpend } from '@errata/protocol/model';
import { commandApi } from '../../propose/command/command-api.ts';
import { engineCommand } from '../../propose/command/engine-command.ts';
import { proposeWithCommand } from '../../propose/command/propose-with-command.ts';
import { together } from './spend.ts';
import type { WriteOptions } from './write-fixes.ts';
import { testOf, type Writer } from './writer.ts';

/** The program that was chosen. It works in the sandbox, and finds its own way there. */
export function commandWriter(options: WriteOptions): Writer {
  const { engines, ledger, run, asked, bench, report, signal } = options;
  const { settings } = engines;
  const api = commandApi(settings, engines.key, process.env);
  let spent: ModelSpend | undefined;
  return {
    name: engineCommand(settings.command ?? '')?.name ?? settings.command ?? '',
    write: async ({ context, room, known, failures }) => {
      const proposed = await proposeWithCommand({
        ...{ settings, api, room: room.context, context, sources: bench.tree, run, ledger, known, failures },
        ...{ words: asked?.words, before: asked?.before, signal, report },
        reproduction: testOf(room),
      });
      spent = together(spent, proposed.spent);
      return { ...proposed, troubles: proposed.trouble ? [proposed.trouble] : [] };
    },
    spent: () => spent,
  };
}
