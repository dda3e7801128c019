import type { ModelChoice, OfferedModel } from '@errata/protocol/model';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { AgentError } from '../connection/agent-error.ts';
import type { ModelKeys } from './model-keys.ts';
import { enginesNow } from './settings.ts';

type Server = Pick<ModelChoice, 'provider' | 'baseUrl'>;

/** A model that a person picked. */
export interface PickedModel {
  readonly name: string;
  /** Its server told of it: whatever key that takes is there. */
  readonly isReached: boolean;
}

/** Has the person pick a model of a server; nothing where they do not want to. `example`: how one is named. */
export type PickModel = (server: Server, example: string) => Promise<PickedModel | undefined>;

interface Offer {
  /** None where the server does not say. */
  readonly models: readonly OfferedModel[];
  /** Why there is nobody to say it. */
  readonly problem?: string | undefined;
  readonly wantsKey?: boolean;
}

/** Lets the person pick one of those that the agent finds there, or name one that is not told. */
export function modelPicker(agent: Agent, keys: ModelKeys): PickModel {
  return async (server, example) => {
    const offer = await offerFor(agent, keys, server);
    const isReached = offer.models.length > 0;
    const name = isReached
      ? await pickOf(offer.models, server.provider, example)
      : await askForName(server.provider, example, offer.problem);
    return name === undefined ? undefined : { name, isReached };
  };
}

/** With the key that is kept for that address; for one that is wanted and not there yet the person is asked first. */
async function offerFor(agent: Agent, keys: ModelKeys, server: Server): Promise<Offer> {
  const engines = { model: { ...server, model: '' } };
  const key = await keys.of(engines);
  const offer = await offerOf(agent, server, key);
  if (key !== undefined || !offer.wantsKey) return offer;
  const given = await keys.askFor(engines);
  return given === undefined ? offer : offerOf(agent, server, given);
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

async function pickOf(
  models: readonly OfferedModel[],
  provider: string,
  example: string,
): Promise<string | undefined> {
  const t = vscode.l10n.t;
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
