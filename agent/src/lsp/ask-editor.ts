import { clientRequests } from '@errata/protocol/agent-rpc';
import { type ModelTroubleReason, modelTroubleReasonSchema } from '@errata/protocol/model';
import { t } from '@vscode/l10n';
import { CancellationTokenSource, type Connection, ErrorCodes, ResponseError } from 'vscode-languageserver';
import { ModelError } from '../model/model-error.ts';
import type { AskEditor } from '../model/open-model.ts';

/** Asks models that the person has in the editor, through the language client. */
export function askEditorThrough(connection: Pick<Connection, 'sendRequest'>): AskEditor {
  return async (request, signal) => {
    const cancelling = new CancellationTokenSource();
    const cancel = () => cancelling.cancel();
    signal.throwIfAborted();
    signal.addEventListener('abort', cancel, { once: true });
    try {
      const answer = clientRequests['errata/askModel'].result.safeParse(
        await connection.sendRequest('errata/askModel', request, cancelling.token),
      );
      if (answer.success) return answer.data;
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
  };
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
