import * as vscode from 'vscode';
import { type Commands, commandIds, hasLostTarget } from './commands.ts';
import { messageOf, plainNotice } from './connection/agent-error.ts';

/**
 * Registers all commands, whose handlers are loaded at first use; whatever one of them throws is logged and shown. A command that
 * was pressed on something that is gone by now does nothing, and says so: to act on something else would be worse.
 */
export function registerCommands(
  handlers: () => Promise<Commands>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  const registrations = commandIds.map(id =>
    vscode.commands.registerCommand(id, async (...given: never[]) => {
      try {
        if (hasLostTarget(id, given)) {
          log.info(`[${id}] what it was pressed on had just been drawn anew`);
          vscode.window.setStatusBarMessage(
            vscode.l10n.t('$(info) The list has just changed. Press once more.'),
            4000,
          );
          return;
        }
        const handler: (...given: never[]) => unknown = (await handlers())[id];
        await handler(...given);
      } catch (error) {
        log.error(`[${id}] ${messageOf(error)}`);
        const show = vscode.l10n.t('Show Log');
        if ((await vscode.window.showErrorMessage(plainNotice(messageOf(error)), show)) === show)
          log.show(true);
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}
