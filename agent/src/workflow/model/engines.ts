import type { EngineSettings } from '@errata/protocol/model';
import type { ModelAccess } from '../../model/open-model.ts';

/** How models and other programs take part in fixes, and what it takes to reach them. */
export interface Engines extends ModelAccess {
  readonly settings: EngineSettings;
}
