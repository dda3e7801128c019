import {
  type EngineSettings,
  engineSettingsSchema,
  type ModelChoice,
  modelChoiceSchema,
  namedModel,
} from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { ModelError } from './model-error.ts';
import { pricesFromText } from './prices-from-text.ts';

/** What a person said on the command line: goes before what is in the environment. */
export interface EngineOverrides {
  readonly engine?: string | undefined;
  /** `PROVIDER:MODEL`. */
  readonly model?: string | undefined;
  readonly modelUrl?: string | undefined;
  /** As `pricesFromText` reads them. */
  readonly modelPrices?: string | undefined;
  readonly command?: string | undefined;
}

/**
 * How models are used, from `ERRATA_MODEL`, `ERRATA_MODEL_URL`, `ERRATA_MODEL_API`, `ERRATA_MODEL_PRICES`, `ERRATA_ENGINE_COMMAND`.
 * Throws `ModelError` `no-model`.
 */
export function engineSettingsFrom(
  env: Readonly<Record<string, string | undefined>>,
  overrides: EngineOverrides = {},
): EngineSettings {
  const { engine = 'auto', model = env['ERRATA_MODEL'], modelUrl = env['ERRATA_MODEL_URL'] } = overrides;
  const read = engineSettingsSchema.safeParse({
    engine,
    model: model ? chosen(model, modelUrl || undefined, env['ERRATA_MODEL_API'] || undefined) : undefined,
    command: overrides.command ?? (env['ERRATA_ENGINE_COMMAND'] || undefined),
    prices: pricesFromText(overrides.modelPrices ?? env['ERRATA_MODEL_PRICES'] ?? ''),
  });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ModelError('no-model', `${issue?.path.join('.')}: ${issue?.message}`);
}

function chosen(model: string, baseUrl: string | undefined, api: string | undefined): ModelChoice {
  const named = namedModel(model);
  if (named === undefined) {
    throw new ModelError(
      'no-model',
      t(
        '“{0}” is no model: write {1}, where the provider is one of {2}.',
        model,
        'PROVIDER:MODEL',
        'anthropic, openai, editor',
      ),
    );
  }
  const choice = modelChoiceSchema.safeParse({ ...named, baseUrl, api });
  if (choice.success) return choice.data;
  throw new ModelError(
    'no-model',
    choice.error.issues.some(({ path }) => path[0] === 'api')
      ? t('“{0}” is no protocol of models: {1} is chat or responses.', api ?? '', 'ERRATA_MODEL_API')
      : t('“{0}” is no address of a model: it begins with http:// or https://.', baseUrl ?? ''),
  );
}
