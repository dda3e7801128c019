import * as vscode from 'vscode';
import { askForSecret } from './secret-input.ts';
import { logCenterUrl } from './settings.ts';

/** The tokens of log centers, one for each address, in the editor's own store for secrets. */
export class Tokens {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** The token of the log center that the settings name; nothing for the one on this machine, which needs none. */
  async current(): Promise<string | undefined> {
    const url = logCenterUrl();
    return url === undefined ? undefined : this.#secrets.get(keyOf(url));
  }

  /** Asks for a token and keeps it. What was kept before is replaced. */
  async ask(): Promise<void> {
    const t = vscode.l10n.t;
    const url = await namedLogCenter();
    if (url === undefined) return;
    const token = await askForSecret({
      title: t('Token of {0}', new URL(url).host),
      prompt: t('It is kept in the secret storage of the editor. Whoever runs the log center makes tokens.'),
      wrong: t('A token is letters, digits and signs, without spaces.'),
    });
    if (token !== undefined) await this.#secrets.store(keyOf(url), token);
  }

  async forget(): Promise<void> {
    const url = await namedLogCenter();
    if (url === undefined) return;
    await this.#secrets.delete(keyOf(url));
    const host = new URL(url).host;
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) The token of {0} is forgotten', host), 4000);
  }

  /** Calls back when the current token was set or forgotten, here or in another window. */
  onDidChangeCurrent(changed: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      const url = logCenterUrl();
      if (url !== undefined && key === keyOf(url)) changed();
    });
  }
}

/** By origin: a token never goes to another machine, or another port of it. */
function keyOf(url: string): string {
  return `errata.token ${new URL(url).origin}`;
}

/** The log center that the settings name; says what is missing when they name none. */
async function namedLogCenter(): Promise<string | undefined> {
  const url = logCenterUrl();
  if (url !== undefined) return url;
  const t = vscode.l10n.t;
  const open = t('Open Setting');
  const text = t('The log center on this machine needs no token. For another one, enter its address first.');
  if ((await vscode.window.showInformationMessage(text, open)) === open)
    await vscode.commands.executeCommand('workbench.action.openSettings', '@id:errata.logCenter.url');
  return undefined;
}
