import * as vscode from 'vscode';
import { type GivenEngines, keyOrigin } from './engine-settings.ts';
import { askForSecret } from './secret-input.ts';
import { enginesNow } from './settings.ts';

/** The keys of models, one for each address, in the editor's own store for secrets. */
export class ModelKeys {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  /** The key of the model that the settings name. */
  async current(): Promise<string | undefined> {
    return this.of(enginesNow());
  }

  /** The key of a model. Nothing in a folder that is not trusted: nothing is asked of a model there. */
  async of(engines: GivenEngines): Promise<string | undefined> {
    const origin = vscode.workspace.isTrusted ? keyOrigin(engines) : undefined;
    return origin === undefined ? undefined : this.#secrets.get(keyOf(origin));
  }

  /** Asks for the key of the model that the settings name and keeps it. What was kept before is replaced. */
  async ask(): Promise<void> {
    const origin = await this.#named();
    if (origin !== undefined) await this.#askAt(origin);
  }

  /** Asks for the key of a model that is being chosen, keeps it, and answers it. */
  async askFor(engines: GivenEngines): Promise<string | undefined> {
    const origin = keyOrigin(engines);
    return origin === undefined ? undefined : this.#askAt(origin);
  }

  async forget(): Promise<void> {
    const origin = await this.#named();
    if (origin === undefined) return;
    await this.#secrets.delete(keyOf(origin));
    const host = new URL(origin).host;
    vscode.window.setStatusBarMessage(
      vscode.l10n.t('$(check) The key for models at {0} is forgotten', host),
      4000,
    );
  }

  /** Calls back when the current key was set or forgotten, here or in another window. */
  onDidChangeCurrent(changed: () => void): vscode.Disposable {
    return this.#secrets.onDidChange(({ key }) => {
      const origin = keyOrigin(enginesNow());
      if (origin !== undefined && key === keyOf(origin)) changed();
    });
  }

  async #askAt(origin: string): Promise<string | undefined> {
    const t = vscode.l10n.t;
    const key = await askForSecret({
      title: t('Key for models at {0}', new URL(origin).host),
      prompt: t('It is kept in the secret storage of the editor, and goes to this address alone.'),
      wrong: t('A key is letters, digits and signs, without spaces.'),
    });
    if (key !== undefined) await this.#secrets.store(keyOf(origin), key);
    return key;
  }

  /** Where the key belongs; says so when there is none to be kept. */
  async #named(): Promise<string | undefined> {
    const engines = enginesNow();
    const origin = keyOrigin(engines);
    if (origin !== undefined) return origin;
    const t = vscode.l10n.t;
    const choose = t('Choose Model');
    const text =
      engines.model === undefined
        ? t('There is no model to keep a key for. Choose one first.')
        : t('A model of this editor needs no key.');
    if ((await vscode.window.showInformationMessage(text, choose)) === choose)
      await vscode.commands.executeCommand('errata.chooseModel');
    return undefined;
  }
}

function keyOf(origin: string): string {
  return `errata.modelKey ${origin}`;
}
