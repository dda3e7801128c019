import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EngineSettings } from '@errata/protocol/model';
import { oneLine } from '@errata/protocol/plain-text';
import { visible } from '../diagnose/context/quote.ts';
import { modelKey } from '../model/keys.ts';
import { guardModel } from '../model/limits/guard-model.ts';
import type { ModelLedger } from '../model/limits/ledger.ts';
import type { ModelRequest } from '../model/model.ts';
import { ModelError } from '../model/model-error.ts';
import { offeredModels, windowOf } from '../model/offered-models.ts';
import { openModel } from '../model/open-model.ts';
import type { ServerAccess } from '../model/server-access.ts';
import { type EngineOverrides, engineSettingsFrom } from '../model/settings-from-env.ts';
import { isRoomy } from '../model/window.ts';
import { commandApi } from '../propose/command/command-api.ts';
import { engineCommand, programsOf } from '../propose/command/engine-command.ts';
import type { Check } from './doctor-check.ts';

const longest = 60_000;
/** Enough for a model that thinks before it says a word. */
const mostOutput = 1024;
const mostNames = 12;
const tooFew = ': less than is of use, so that it is shown less';

const question: ModelRequest = {
  purpose: 'test',
  system: 'Answer with one word.',
  messages: [{ role: 'user', parts: [{ type: 'text', text: 'Are you there?' }] }],
  maxOutput: mostOutput,
};

export interface EngineChecks {
  /** What was said on the command line: without that a fix needs no model. */
  readonly overrides: EngineOverrides;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the one call is put down, if a log center answers. */
  readonly ledger?: ModelLedger | undefined;
}

/** Whether the model and the command that are chosen can be used. A model is asked one short question. */
export async function checkEngines(how: EngineChecks): Promise<Check[]> {
  try {
    const settings = engineSettingsFrom(how.env, how.overrides);
    const { engine, model, command } = settings;
    if (engine === 'templates') return [];
    return [
      ...(model === undefined ? [] : [await checkModel(settings, how)]),
      ...(command === undefined ? [] : [await checkCommand(settings, how)]),
      ...(model === undefined && command === undefined ? [nothingChosen] : []),
    ];
  } catch (error) {
    if (!ModelError.is(error)) throw error;
    return [{ ...nothingChosen, detail: error.message, needed: how.overrides.model !== undefined }];
  }
}

async function checkModel(
  settings: EngineSettings,
  { overrides, env, ledger }: EngineChecks,
): Promise<Check> {
  const name = 'model';
  const needed = overrides.model !== undefined;
  const signal = AbortSignal.timeout(longest);
  const key = settings.model && modelKey(settings.model, env);
  try {
    const model = guardModel(await openModel(settings, { key }), { settings, ledger });
    await model.ask(question, { signal });
    const { cost, milliseconds } = model.spent();
    const price = cost === undefined ? 'its price is not known' : `$${cost.toFixed(4)}`;
    const window = settings.model && (await windowOf({ choice: settings.model, key }, signal));
    const takes = window === undefined ? '' : `, takes ${window} tokens${isRoomy(window) ? '' : tooFew}`;
    const detail = `${model.id} answers (${seconds(milliseconds)}, ${price}${takes})`;
    return { name, ok: true, detail, needed };
  } catch (error) {
    if (ModelError.is(error)) {
      const choice = ModelError.is(error, 'model-not-found') ? settings.model : undefined;
      const fix = choice && (await otherNames({ choice, key }, signal));
      return { name, ok: false, detail: error.message, reason: error.reason, needed, ...(fix && { fix }) };
    }
    if (!signal.aborted) throw error;
    const detail = `It did not answer within ${seconds(longest)}.`;
    return {
      name,
      ok: false,
      detail,
      reason: 'timeout',
      fix: 'Try again, or choose a faster model.',
      needed,
    };
  }
}

/** What there is to be named instead, where the server says it. */
async function otherNames(server: ServerAccess, signal: AbortSignal): Promise<string | undefined> {
  try {
    const names = (await offeredModels(server, signal)).map(({ name }) => oneLine(visible(name)));
    if (names.length === 0) return undefined;
    const rest = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
    return `Name one of ${names.slice(0, mostNames).join(', ')}${rest}.`;
  } catch (error) {
    if (ModelError.is(error)) return undefined;
    throw error;
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Only that it is there and has a key: what it does, it does in a sandbox, in a run. */
async function checkCommand(settings: EngineSettings, { env }: EngineChecks): Promise<Check> {
  const check = { name: 'command', ok: false, needed: settings.engine === 'command' };
  const [program] = programsOf(settings);
  if (program === undefined || engineCommand(settings.command ?? '') === undefined) {
    const detail = `“${settings.command}” is no command that writes fixes.`;
    const fix = 'Name claude, codex, or a command with {prompt} as an argument of its own.';
    return { ...check, detail, reason: 'command-failed', fix };
  }
  const api = commandApi(settings, undefined, env);
  if (api?.needsKey && api.key === undefined) {
    const variable = api.provider === 'anthropic' ? 'ANTHROPIC_API_KEY' : 'OPENAI_API_KEY';
    const fix = `Put one into ${variable}: what a program is signed in with does not reach the sandbox.`;
    return { ...check, detail: `There is no key for ${program}.`, reason: 'no-key', fix };
  }
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 20_000 });
    return { ...check, ok: true, detail: `${program}: ${stdout.trim().split('\n', 1)[0]}` };
  } catch {
    const fix = 'Install it, or name it by its path.';
    return { ...check, detail: `${program} does not run here.`, reason: 'command-failed', fix };
  }
}

const nothingChosen: Check = {
  name: 'model',
  ok: false,
  detail: 'none is chosen: fixes come from templates',
  reason: 'no-model',
  fix: 'Name one with --model PROVIDER:MODEL, or in ERRATA_MODEL (docs/models.md).',
  needed: false,
};
