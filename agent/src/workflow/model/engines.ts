import type { EngineSettings } from '@errata/protocol/model';
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

/** The programs that the sandbox has to show for those who write in it. */
export function programsFor(engines: Engines | undefined): string[] {
  return engines !== undefined && writerOf(engines.settings) === 'command'
    ? programsOf(engines.settings)
    : [];
}
