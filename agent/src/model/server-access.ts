import type { ModelChoice } from '@errata/protocol/model';
import type { ModelAccess } from './open-model.ts';

/** Where models are, and how they are reached there. */
export interface ServerAccess extends Pick<ModelAccess, 'key' | 'editorModels'> {
  readonly choice: Pick<ModelChoice, 'provider' | 'baseUrl'>;
}
