import { clientRequests } from '@errata/protocol/agent-rpc';
import { type ModelTroubleReason, modelTroubleReasonSchema } from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { CancellationTokenSource, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { z } from 'zod';
import { ModelError } from '../model/model-error.ts';
import type { AskEditor, EditorModels } from '../model/open-model.ts';

type Editor = Pick<Connection, 'sendRequest'>;

/** Asks models that the person has in the editor, through the language client. */
export function askEditorThrough(editor: Editor): AskEditor {
  return (request, signal) => ask(editor, 'errata/askModel', request, signal);
}

/** Asks the editor which models there are. */
export function editorModelsThrough(editor: Editor): EditorModels {
  return async signal => (await ask(editor, 'errata/editorModels', {}, signal)).models;
}

type Asking = 'errata/askModel' | 'errata/editorModels';
type Params<M extends Asking> = z.infer<(typeof clientRequests)[M]['params']>;
type Result<M extends Asking> = z.infer<(typeof clientRequests)[M]['result']>;

async function ask<M extends Asking>(
  editor: Editor,
  method: M,
  params: Params<M>,
  signal: AbortSignal,
): Promise<Result<M>> {
  const cancelling = new CancellationTokenSource();
  const cancel = () => cancelling.cancel();
  signal.throwIfAborted();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const answer = clientRequests[method].result.safeParse(
      await editor.sendRequest(method, params, cancelling.token),
    );
    if (answer.success) return answer.data as Result<M>;
    throw new ModelError(
      'bad-answer',
      t('The editor did not pass the answer on as agreed: {0}', answer.error.message),
    );
  } catch (error) {
    signal.throwIfAborted();
    throw troubleOf(error);
  } finally {
    signal.removeEventListener('abort', cancel);
    cancelling.dispose();
  }
}

function troubleOf(error: unknown): ModelError {
  if (ModelError.is(error)) return error;
  if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound)
    return new ModelError('no-model', t('This editor lends no language models. Choose another one.'));
  const reason = error instanceof ResponseError ? reasonOf(error.data) : undefined;
  const message = error instanceof Error ? error.message : String(error);
  return new ModelError(reason ?? 'unreachable', message, { cause: error });
}

function reasonOf(data: unknown): ModelTroubleReason | undefined {
  const given = typeof data === 'object' && data !== null && 'reason' in data ? data.reason : undefined;
  return modelTroubleReasonSchema.safeParse(given).data;
}
