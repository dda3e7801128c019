import type {
  EditorModelAnswer,
  EditorModelRequest,
  EngineSettings,
  ModelProvider,
  OfferedModel,
} from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { needsKey } from './keys.ts';
import type { Model } from './model.ts';
import { ModelError } from './model-error.ts';

/** What the person's editor has to offer. Throws as `AskEditor` does. */
export type EditorModels = (signal: AbortSignal) => Promise<OfferedModel[]>;

/** Asks a model in the person's editor. Throws `ModelError`, or an error whose `reason` is one of its reasons. */
export type AskEditor = (request: EditorModelRequest, signal: AbortSignal) => Promise<EditorModelAnswer>;

export interface ModelAccess {
  /** What `modelKey` found. */
  readonly key?: string | undefined;
  /** Missing where there is no editor. */
  readonly askEditor?: AskEditor | undefined;
  readonly editorModels?: EditorModels | undefined;
}

export interface Access extends ModelAccess {
  readonly choice: NonNullable<EngineSettings['model']>;
}

/** The model that the settings name. Nothing is asked of it yet. Throws `ModelError` `no-model` or `no-key`. */
export async function openModel(settings: EngineSettings, access: ModelAccess): Promise<Model> {
  const choice = settings.model;
  if (choice === undefined) {
    throw new ModelError(
      'no-model',
      t('No model is chosen: name one in the setting {0}, or with {1}.', 'errata.model', 'ERRATA_MODEL'),
    );
  }
  if (needsKey(choice) && access.key === undefined) {
    throw new ModelError(
      'no-key',
      t(
        'There is no key for {0}: set one with the command “Errata: Set Model Key”, or in {1}.',
        `${choice.provider}:${choice.model}`,
        'ERRATA_MODEL_KEY',
      ),
    );
  }
  return await openers[choice.provider]({ ...access, choice });
}

/** Loaded when one is wanted. */
const openers: Readonly<Record<ModelProvider, (access: Access) => Promise<Model>>> = {
  anthropic: async access => (await import('./anthropic/anthropic.ts')).openAnthropic(access),
  openai: async access => (await import('./openai/openai.ts')).openOpenai(access),
  editor: async access => (await import('./editor/editor.ts')).openEditor(access),
};
