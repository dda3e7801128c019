import { type Connection, MessageType, ShowMessageNotification } from 'vscode-languageserver';

/** Tells a person something that they asked for; no answer is waited for. */
export function tell(connection: Connection, message: string, type: MessageType = MessageType.Info): void {
  // A client that is gone hears nothing.
  connection.sendNotification(ShowMessageNotification.type, { type, message }).catch(() => undefined);
}
