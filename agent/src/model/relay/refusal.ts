import type { ServerResponse } from 'node:http';
import type { ModelTrouble, ModelTroubleReason } from '@errata/protocol/model';
import { t } from '@vscode/l10n';

/** Says no to a program as a server of models would, in the form that all of them have. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const error = { type: status === 403 ? 'permission_error' : 'invalid_request_error', message };
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ type: 'error', error }));
}

/** What is wrong when the server of models answers so; undefined for what is a program's own affair. */
export function troubleOf(status: number, host: string): ModelTrouble | undefined {
  const reason = reasons[status] ?? (status >= 500 ? 'overloaded' : undefined);
  if (reason === undefined) return undefined;
  const said: Partial<Record<ModelTroubleReason, string>> = {
    'key-refused': t('{0} refuses the key. Set another one.', host),
    forbidden: t('{0} does not allow this with that key.', host),
    'model-not-found': t('{0} does not know the model that the program asks for.', host),
    'rate-limited': t('{0} takes no more requests at the moment. Try again later.', host),
    overloaded: t('{0} is overloaded. Try again later.', host),
  };
  return { reason, message: said[reason] ?? '' };
}

const reasons: Readonly<Record<number, ModelTroubleReason>> = {
  401: 'key-refused',
  402: 'forbidden',
  403: 'forbidden',
  404: 'model-not-found',
  429: 'rate-limited',
};
