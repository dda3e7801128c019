import type { GivenAgentOptions } from '@errata/protocol/agent-rpc';
import type { EngineSettings, ModelBudget, ModelChoice, ModelRate } from '@errata/protocol/model';

export type GivenEngines = NonNullable<GivenAgentOptions['engines']>;

/** A setting, by its name without `errata.`: anything that a person may have written. */
export type ReadSetting = (name: string) => unknown;

/** The settings that say how models and other programs are used. A folder cannot set them: their scope is the machine. */
export const engineSettingNames = [
  'engine',
  'model',
  'modelUrl',
  'modelApi',
  'modelBudget',
  'modelPrices',
  'modelSamples',
  'modelSteps',
  'engineCommand',
  'keepPrompts',
] as const;
export type EngineSettingName = (typeof engineSettingNames)[number];

/** What the settings say about models and other programs. What makes no sense is left out, for its default. */
export function readEngines(read: ReadSetting): GivenEngines {
  const model = modelChoice(read);
  const command = textOf(read('engineCommand'));
  const samples = numberWithin(read('modelSamples'), 1, 10);
  const steps = numberWithin(read('modelSteps'), 0, 100);
  return {
    engine: oneOf(engines, read('engine')) ?? 'auto',
    ...(model && { model }),
    ...(command !== '' && command.length <= longestCommand && { command }),
    budget: budget(read('modelBudget')),
    prices: prices(read('modelPrices')),
    ...(samples !== undefined && { samples }),
    ...(steps !== undefined && { steps }),
    keepPrompts: read('keepPrompts') === true,
  };
}

/** The model that the settings name. None where its address cannot be read: what was meant for it must not go elsewhere. */
export function modelChoice(read: ReadSetting): ModelChoice | undefined {
  const [, named, model] = /^(\w+):(.{1,200})$/.exec(textOf(read('model'))) ?? [];
  const provider = oneOf(providers, named);
  if (provider === undefined || model === undefined) return undefined;
  const api = oneOf(apis, read('modelApi')) ?? 'chat';
  const baseUrl = textOf(read('modelUrl'));
  if (baseUrl === '' || provider === 'editor') return { provider, model, api };
  return /^https?:/i.test(baseUrl) && URL.canParse(baseUrl) ? { provider, model, api, baseUrl } : undefined;
}

const anthropic = 'https://api.anthropic.com';
const openai = 'https://api.openai.com';
/** By the provider of a model, and by the program that writes fixes. */
const homes = new Map(Object.entries({ anthropic, openai, claude: anthropic, codex: openai }));

/**
 * Where the key of the model belongs, or of the program where there is no model: a key never goes to another machine, or another
 * port of it. Models in the editor have none.
 */
export function keyOrigin({ model, command = '' }: GivenEngines): string | undefined {
  const home = homes.get(model?.provider ?? command);
  const address = model?.provider === 'editor' ? undefined : (model?.baseUrl ?? home);
  return address === undefined ? undefined : new URL(address).origin;
}

/**
 * What of it holds where there is no editor to be asked, as in a process that others start. Nothing where that names nobody: such a
 * process then goes by its environment.
 */
export function withoutEditor({ model, ...engines }: GivenEngines): GivenEngines | undefined {
  const reached = model?.provider === 'editor' ? undefined : model;
  const isSaid = engines.engine === 'templates' || reached !== undefined || engines.command !== undefined;
  return isSaid ? { ...engines, ...(reached && { model: reached }) } : undefined;
}

/** What writes fixes beside the built-in repair, and follows words: `PROVIDER:MODEL`, or a program. */
export function writerOf({ engine, model, command }: GivenEngines): string | undefined {
  const named = model && `${model.provider}:${model.model}`;
  const program = command?.split(/\s/, 1)[0];
  if (engine === 'templates') return undefined;
  if (engine === 'model') return named;
  return engine === 'command' ? program : (named ?? program);
}

const longestCommand = 2000;
const engines: readonly EngineSettings['engine'][] = ['auto', 'templates', 'model', 'command'];
const providers: readonly ModelChoice['provider'][] = ['anthropic', 'openai', 'editor'];
const apis: readonly ModelChoice['api'][] = ['chat', 'responses'];
const limits = ['moneyPerFix', 'moneyPerDay', 'tokensPerFix', 'tokensPerDay'] as const;

function budget(value: unknown): Partial<ModelBudget> {
  const given = new Map(entriesOf(value));
  return Object.fromEntries(
    limits.flatMap(name => {
      const limit = given.get(name);
      const isLimit = isAmount(limit) && limit > 0;
      return isLimit && (name.startsWith('money') || Number.isSafeInteger(limit)) ? [[name, limit]] : [];
    }),
  );
}

/** Those that say at least what goes in and what comes out costs. */
function prices(value: unknown): Record<string, ModelRate> {
  const priced = entriesOf(value).flatMap(([model, written]) => {
    const { input, output, cacheRead, cacheWrite } = Object.fromEntries(
      entriesOf(written).filter((entry): entry is [string, number] => isAmount(entry[1])),
    );
    if (input === undefined || output === undefined) return [];
    const ofCache = {
      ...(cacheRead !== undefined && { cacheRead }),
      ...(cacheWrite !== undefined && { cacheWrite }),
    };
    return [[model, { input, output, ...ofCache }] as const];
  });
  return Object.fromEntries(priced);
}

function entriesOf(value: unknown): [string, unknown][] {
  return Object.entries(typeof value === 'object' && value !== null ? value : {});
}

function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function oneOf<T extends string>(all: readonly T[], value: unknown): T | undefined {
  return all.find(each => each === value);
}

function numberWithin(value: unknown, least: number, most: number): number | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  return Math.min(most, Math.max(least, value));
}
