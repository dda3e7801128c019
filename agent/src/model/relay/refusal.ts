import type { ServerResponse } from 'node:http';

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
