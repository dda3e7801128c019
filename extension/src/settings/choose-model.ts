import type { ModelChoice, OfferedModel } from '@errata/protocol/model';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { AgentError } from '../connection/agent-error.ts';
import { keyOrigin } from './engine-settings.ts';
import type { ModelKeys } from './model-keys.ts';
import { changeEngines, enginesNow } from './settings.ts';

interface Choice extends vscode.QuickPickItem {
  /** Chooses it, after asking for what is missing; false when the person does not want to. */
  readonly choose?: () => Promise<boolean>;
}

/** With a model of theirs, as an example of how they are named. */
const hosted = [
  ['anthropic', 'Anthropic', 'claude-sonnet-4-5'],
  ['openai', 'OpenAI', 'gpt-5'],
] as const;
const servers = ['Ollama', 'vLLM', 'llama.cpp', 'Azure', 'DeepSeek', 'Qwen'];
const programs = [
  ['claude', 'Claude Code'],
  ['codex', 'Codex'],
] as const;

interface Offer {
  /** None where the server does not say. */
  readonly models: readonly OfferedModel[];
  /** Why there is nobody to say it. */
  readonly problem?: string | undefined;
  readonly wantsKey?: boolean;
}

type Server = Pick<ModelChoice, 'provider' | 'baseUrl'>;
type Offered = (server: Server) => Promise<Offer>;

/** Lets the person choose what writes fixes: a model of this editor, one with a key of their own, a program, or none of them. */
export async function chooseModel(agent: Agent, keys: ModelKeys): Promise<void> {
  const t = vscode.l10n.t;
  const picked = await vscode.window.showQuickPick<Choice>(choices(offeredThrough(agent, keys)), {
    title: t('What is to write fixes?'),
    placeHolder: t('Failing code and what the error says, without secrets, are sent to what you choose.'),
    matchOnDescription: true,
  });
  if ((await picked?.choose?.()) !== true) return;
  const engines = enginesNow();
  const hasKey =
    engines.engine === 'templates' ||
    keyOrigin(engines) === undefined ||
    isHere(engines.model?.baseUrl) ||
    (await keys.current()) !== undefined;
  if (!hasKey) await keys.ask();
}

async function choices(offered: Offered): Promise<Choice[]> {
  const t = vscode.l10n.t;
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const inEditor = await modelsOfEditor();
  return [
    ...(inEditor.length > 0 ? [separator(t('In this editor, without a key')), ...inEditor] : []),
    separator(t('With a key of your own')),
    ...hosted.map(([provider, label, example]) => ({
      label,
      description: provider,
      choose: () => named(offered, provider, example),
    })),
    {
      label: t('Another server…'),
      description: servers.join(', '),
      choose: () => elsewhere(offered),
    },
    separator(t('Programs on this machine, in the sandbox')),
    ...programs.map(([command, label]) => ({ label, description: command, choose: () => program(command) })),
    separator(t('Without a model')),
    {
      label: t('The built-in repair alone'),
      description: t('Nothing is sent to a model'),
      async choose() {
        await changeEngines({ engine: 'templates' });
        return true;
      },
    },
  ];
}

async function modelsOfEditor(): Promise<Choice[]> {
  // Editors that are built on an older VS Code do not have it.
  const models = (await vscode.lm?.selectChatModels?.()) ?? [];
  return models.map(({ name, vendor, id }) => ({
    label: name,
    description: `${vendor}/${id}`,
    async choose() {
      await changeEngines({ ...asModel(), model: `editor:${vendor}/${id}`, modelUrl: undefined });
      return true;
    },
  }));
}

/** A model at its provider, by the name that the person gives. */
async function named(offered: Offered, provider: 'anthropic' | 'openai', example: string): Promise<boolean> {
  const model = await pickName(await offered({ provider }), provider, example);
  if (model === undefined) return false;
  await changeEngines({ ...asModel(), model: `${provider}:${model}`, modelUrl: undefined });
  return true;
}

/** A model at any address that speaks the protocols of OpenAI. */
async function elsewhere(offered: Offered): Promise<boolean> {
  const t = vscode.l10n.t;
  const known = enginesNow().model?.baseUrl;
  const url = await vscode.window.showInputBox({
    title: t('Address of the server'),
    prompt: t('As its documentation names it, mostly with /v1 at the end.'),
    value: known ?? 'http://localhost:11434/v1',
    ignoreFocusOut: true,
    validateInput: text =>
      /^https?:\/\//i.test(text.trim()) && URL.canParse(text.trim())
        ? undefined
        : t('An address begins with http:// or https://.'),
  });
  if (url === undefined) return false;
  const baseUrl = url.trim();
  const model = await pickName(await offered({ provider: 'openai', baseUrl }), 'openai', 'qwen2.5-coder:7b');
  if (model === undefined) return false;
  await changeEngines({ ...asModel(), model: `openai:${model}`, modelUrl: baseUrl });
  return true;
}

/** Asks the agent, with the key that is kept for that address; for one that is wanted and not there yet the person is asked first. */
function offeredThrough(agent: Agent, keys: ModelKeys): Offered {
  return async server => {
    const engines = { model: { ...server, model: '' } };
    const key = await keys.of(engines);
    const offer = await offerOf(agent, server, key);
    if (key !== undefined || !offer.wantsKey) return offer;
    const given = await keys.askFor(engines);
    return given === undefined ? offer : offerOf(agent, server, given);
  };
}

async function offerOf(agent: Agent, server: Server, key: string | undefined): Promise<Offer> {
  const asked = { ...server, ...(key !== undefined && { key }) };
  const title = vscode.l10n.t('Asking which models there are');
  try {
    return await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () =>
      agent.request('errata/models', asked),
    );
  } catch (error) {
    const problem = AgentError.is(error, 'unreachable') ? error.message : undefined;
    return { models: [], problem, wantsKey: AgentError.is(error, 'key-refused') };
  }
}

/** Has the person pick one of those that are offered, or name it. */
async function pickName(
  { models, problem }: Offer,
  provider: string,
  example: string,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
  if (models.length === 0) return askForName(provider, example, problem);
  const other = { label: t('Another name…'), alwaysShow: true };
  const items = models.map(({ name, window }) => ({
    label: name,
    ...(window !== undefined && { description: t('{0} tokens', window.toLocaleString(vscode.env.language)) }),
  }));
  const picked = await vscode.window.showQuickPick([...items, other], { title: t('Name of the model') });
  return picked === other ? askForName(provider, example) : picked?.label;
}

async function askForName(provider: string, example: string, problem = ''): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const known = enginesNow().model;
  const name = await vscode.window.showInputBox({
    title: t('Name of the model'),
    prompt: `${problem} ${t('As its provider names it, such as {0}.', example)}`.trim(),
    value: known?.provider === provider ? known.model : '',
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? t('Enter a name.') : undefined),
  });
  return name?.trim();
}

async function program(command: string): Promise<boolean> {
  // The key is that of the program's maker then, and not of another's model.
  await changeEngines({ engine: 'command', engineCommand: command, model: undefined, modelUrl: undefined });
  return true;
}

/** A person who wants models always keeps to that; who wanted none, or a program, now wants the model where it is needed. */
function asModel(): { engine: 'auto' | 'model' } {
  return { engine: enginesNow().engine === 'model' ? 'model' : 'auto' };
}

/** A server on this machine needs no key. */
function isHere(baseUrl: string | undefined): boolean {
  return baseUrl !== undefined && /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(baseUrl).hostname);
}
