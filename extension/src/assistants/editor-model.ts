import type {
  EditorModelAnswer,
  EditorModelRequest,
  ModelTroubleReason,
  OfferedModel,
} from '@errata/protocol/model';
import * as vscode from 'vscode';
import { messageOf } from '../connection/agent-error.ts';
import { chatMessages } from './chat-messages.ts';

/** Why a model of the editor gave nothing. The message is for a person. */
export class EditorModelError extends Error {
  override readonly name = 'EditorModelError';
  readonly reason: ModelTroubleReason;

  constructor(reason: ModelTroubleReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** Characters: beyond that no answer is a fix. */
const longestAnswer = 400_000;

/**
 * Asks a model that the person has in this editor. The editor asks them before the first time. Throws {@link EditorModelError}, and
 * `CancellationError` when the token is cancelled.
 */
export async function askEditorModel(
  request: EditorModelRequest,
  token: vscode.CancellationToken,
): Promise<EditorModelAnswer> {
  const t = vscode.l10n.t;
  if (!vscode.workspace.isTrusted)
    throw new EditorModelError('forbidden', t('In a folder that is not trusted no model is asked.'));
  const model = await find(request.model);
  const ending = new vscode.CancellationTokenSource();
  const cancelled = Promise.withResolvers<never>();
  const cancel = () => cancelled.reject(new vscode.CancellationError());
  const listener = token.onCancellationRequested(cancel);
  if (token.isCancellationRequested) cancel();
  try {
    // Some take their time to stop: nobody waits for that.
    return await Promise.race([cancelled.promise, answerOf(model, request, ending.token)]);
  } catch (error) {
    throw error instanceof vscode.CancellationError ? error : troubleOf(error, model);
  } finally {
    listener.dispose();
    // Also a stream that nobody reads any more stops.
    ending.cancel();
    ending.dispose();
  }
}

/** The models that the person has in this editor, as they are chosen. */
export async function editorModels(): Promise<OfferedModel[]> {
  const all = (await vscode.lm?.selectChatModels?.()) ?? [];
  return all.map(({ vendor, id, maxInputTokens }) => ({
    name: `${vendor}/${id}`,
    ...(Number.isInteger(maxInputTokens) && maxInputTokens > 0 && { window: maxInputTokens }),
  }));
}

async function answerOf(
  model: vscode.LanguageModelChat,
  request: EditorModelRequest,
  token: vscode.CancellationToken,
): Promise<EditorModelAnswer> {
  const messages = chatMessages(request);
  const tools = request.tools.map(({ input: inputSchema, ...tool }) => ({ ...tool, inputSchema }));
  const justification = vscode.l10n.t('Errata has it write a fix for a production error.');
  const response = await model.sendRequest(messages, { justification, tools }, token);
  const { text, calls } = await read(response);
  const asked = messages.flatMap(({ content }) => content).map(written);
  const tokens = { input: await count(model, asked.join('\n')), output: await count(model, text) };
  return {
    model: `${model.vendor}/${model.id}`,
    text,
    calls,
    tokens: { ...tokens, cacheRead: 0, cacheWrite: 0 },
  };
}

/** What a model goes by, first as it is chosen; a person may write anything of it. */
const names: readonly ((model: vscode.LanguageModelChat) => string)[] = [
  ({ vendor, id }) => `${vendor}/${id}`,
  ({ id }) => id,
  ({ family }) => family,
  ({ name }) => name,
];

async function find(wanted: string): Promise<vscode.LanguageModelChat> {
  const t = vscode.l10n.t;
  // Editors that are built on an older VS Code do not have it.
  const all = (await vscode.lm?.selectChatModels?.()) ?? [];
  const [first] = all;
  if (first === undefined) {
    const text = t('This editor has no language model: sign in to GitHub Copilot, or choose another model.');
    throw new EditorModelError('no-model', text);
  }
  const found =
    wanted === ''
      ? first
      : names.map(name => all.find(model => name(model) === wanted)).find(model => model !== undefined);
  if (found !== undefined) return found;
  const known = all.map(({ vendor, id }) => `${vendor}/${id}`).join(', ');
  const text = t('This editor has no language model {0}. It has: {1}', wanted, known);
  throw new EditorModelError('model-not-found', text);
}

async function read(
  response: vscode.LanguageModelChatResponse,
): Promise<Pick<EditorModelAnswer, 'text' | 'calls'>> {
  const calls: EditorModelAnswer['calls'] = [];
  let text = '';
  for await (const part of response.stream) {
    if (part instanceof vscode.LanguageModelTextPart) text += part.value;
    if (part instanceof vscode.LanguageModelToolCallPart)
      calls.push({ id: part.callId, tool: part.name, input: part.input });
    if (text.length > longestAnswer) {
      const said = vscode.l10n.t('The model wrote more than {0} characters and was stopped.', longestAnswer);
      throw new EditorModelError('too-long', said);
    }
  }
  return { text, calls };
}

/** What is counted of a part. */
function written(part: unknown): string {
  return part instanceof vscode.LanguageModelTextPart ? part.value : JSON.stringify(part);
}

/** As the model's provider counts; about as many as anybody would count where it does not say. */
async function count(model: vscode.LanguageModelChat, text: string): Promise<number> {
  try {
    return Math.max(0, Math.round(await model.countTokens(text)));
  } catch {
    return Math.ceil(text.length / 4);
  }
}

function troubleOf(error: unknown, { name }: vscode.LanguageModelChat): EditorModelError {
  if (error instanceof EditorModelError) return error;
  const t = vscode.l10n.t;
  const { NoPermissions, Blocked, NotFound } = vscode.LanguageModelError;
  const code = error instanceof vscode.LanguageModelError ? error.code : undefined;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const said = messageOf(cause);
  const trouble = (reason: ModelTroubleReason, message: string) =>
    new EditorModelError(reason, message, { cause: error });
  switch (code) {
    case NoPermissions.name:
      return trouble(
        'forbidden',
        t('Errata may not use {0}. Fix again and allow it, or choose another model.', name),
      );
    case Blocked.name:
      return trouble('rate-limited', t('{0} takes no more requests for now: {1}', name, said));
    case NotFound.name:
      return trouble('model-not-found', t('{0} is not there any more. Choose another model.', name));
    default:
      return trouble('unreachable', t('{0} did not answer: {1}', name, said));
  }
}
