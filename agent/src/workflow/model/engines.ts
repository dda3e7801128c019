import type { EngineSettings } from '@errata/protocol/model';
import type { Proposal } from '@errata/protocol/proposal';
import type { ModelAccess } from '../../model/open-model.ts';
import { programsOf } from '../../propose/command/engine-command.ts';

/** How models and other programs take part in fixes, and what it takes to reach them. */
export interface Engines extends ModelAccess {
  readonly settings: EngineSettings;
}

/** Who writes fixes beside the templates; nobody where none was chosen. */
export function writerOf({ engine, model, command }: EngineSettings): 'model' | 'command' | undefined {
  if (engine === 'templates') return undefined;
  if (engine !== 'auto') return engine;
  if (model !== undefined) return 'model';
  return command === undefined ? undefined : 'command';
}

/** Whether a proposal was made without the writer that is now to be asked in any case. */
export function lacksWriter(engines: Engines | undefined, { spent }: Proposal): boolean {
  const { engine } = engines?.settings ?? {};
  return (engine === 'model' || engine === 'command') && spent === undefined;
}

/** The programs that the sandbox has to show for those who write in it. */
export function programsFor(engines: Engines | undefined): string[] {
  return engines !== undefined && writerOf(engines.settings) === 'command'
    ? programsOf(engines.settings)
    : [];
}
