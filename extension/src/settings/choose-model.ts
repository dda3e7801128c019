import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { keyOrigin } from './engine-settings.ts';
import type { ModelKeys } from './model-keys.ts';
import { modelPicker, type PickModel } from './pick-model.ts';
import { changeEngines, enginesNow } from './settings.ts';

interface Choice extends vscode.QuickPickItem {
  /** Chooses it, after asking for what is missing. Whether it may want a key: not when the person thought better of it. */
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

/** Lets the person choose what writes fixes: a model of this editor, one with a key of their own, a program, or none of them. */
export async function chooseModel(agent: Agent, keys: ModelKeys): Promise<void> {
  const t = vscode.l10n.t;
  const picked = await vscode.window.showQuickPick<Choice>(choices(modelPicker(agent, keys)), {
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

async function choices(pick: PickModel): Promise<Choice[]> {
  const t = vscode.l10n.t;
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const inEditor = await modelsOfEditor();
  return [
    ...(inEditor.length > 0 ? [separator(t('In this editor, without a key')), ...inEditor] : []),
    separator(t('With a key of your own')),
    ...hosted.map(([provider, label, example]) => ({
      label,
      description: provider,
      choose: () => named(pick, provider, example),
    })),
    {
      label: t('Another server…'),
      description: servers.join(', '),
      choose: () => elsewhere(pick),
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

/** A model at its provider. */
async function named(pick: PickModel, provider: 'anthropic' | 'openai', example: string): Promise<boolean> {
  const picked = await pick({ provider }, example);
  if (picked === undefined) return false;
  await changeEngines({ ...asModel(), model: `${provider}:${picked.name}`, modelUrl: undefined });
  return !picked.isReached;
}

/** A model at any address that speaks the protocols of OpenAI. */
async function elsewhere(pick: PickModel): Promise<boolean> {
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
  const picked = await pick({ provider: 'openai', baseUrl }, 'qwen2.5-coder:7b');
  if (picked === undefined) return false;
  await changeEngines({ ...asModel(), model: `openai:${picked.name}`, modelUrl: baseUrl });
  return !picked.isReached;
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
