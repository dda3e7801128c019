import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { t } from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { cacheFolder } from '../../center/folders.ts';
import type { Abilities } from './abilities.ts';
import { tell } from './tell.ts';

/** Shows a text to a person who asked for it: as a document of the editor, else the message says where it is. */
export class ShownText {
  readonly #connection: Connection;
  readonly #abilities: Pick<Abilities, 'showDocument'>;

  constructor(connection: Connection, abilities: Pick<Abilities, 'showDocument'>) {
    this.#connection = connection;
    this.#abilities = abilities;
  }

  /** `name` is made of letters, digits, dots and hyphens alone. */
  async show(name: string, text: string): Promise<void> {
    const folder = path.join(cacheFolder(), 'shown');
    const file = path.join(folder, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
    const uri = pathToFileURL(file).href;
    if (this.#abilities.showDocument) {
      const { success } = await this.#connection.window.showDocument({ uri, takeFocus: true });
      if (success) return;
    }
    tell(this.#connection, t('It is in {0}.', file));
  }
}
