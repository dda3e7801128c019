import * as vscode from 'vscode';

export const scheme = 'errata-review';
type Side = 'before' | 'after';

/** A review, as far as its texts go. */
export interface ReviewedTexts {
  /** False once nothing can be changed any more, or not now. */
  readonly isOpen: boolean;
  /** The text of a file, rejected hunks left out of what is `after`. Empty where there is no file. */
  text(path: string, side: Side): string;
  /** Takes the text that the person wrote in place of what is `after`. */
  take(path: string, text: string): void;
}

interface Served {
  readonly run: string;
  readonly path: string;
  readonly side: Side;
}
interface Given {
  readonly text: string;
  readonly writable: boolean;
  readonly mtime: number;
}

/**
 * Both sides of every reviewed file as files of a scheme of their own, for the editor's own diff. Saving the right side is an
 * edit in the review; what changes in the review makes the editor read again. Texts are given with a byte order mark, which says
 * that they are UTF-8 whatever `files.encoding` is; it is no part of them.
 */
export class ReviewDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #load: (run: string) => Promise<ReviewedTexts>;
  /** What the editor was given last, by address. */
  readonly #given = new Map<string, Given>();
  readonly #registration = vscode.workspace.registerFileSystemProvider(scheme, this, {
    isCaseSensitive: true,
  });

  /** @param load finds the review of a run, wherever it has to come from. */
  constructor(load: (run: string) => Promise<ReviewedTexts>) {
    this.#load = load;
  }

  /** Shows a file before and after in the editor's own diff. */
  async openDiff(run: string, path: string, column: vscode.ViewColumn): Promise<void> {
    await vscode.commands.executeCommand(
      'vscode.diff',
      uriOf({ run, path, side: 'before' }),
      uriOf({ run, path, side: 'after' }),
      vscode.l10n.t('{0} (proposed fix)', path),
      { viewColumn: column, preview: true } satisfies vscode.TextDocumentShowOptions,
    );
  }

  /** Has the editor read again whatever is not as it was given. */
  changed(run: string, review: ReviewedTexts): void {
    const events: vscode.FileChangeEvent[] = [];
    for (const [address, given] of this.#given) {
      const uri = vscode.Uri.parse(address);
      const served = servedAt(uri);
      if (served?.run !== run) continue;
      if (this.#give(uri, served, review) !== given)
        events.push({ type: vscode.FileChangeType.Changed, uri });
    }
    if (events.length > 0) this.#changed.fire(events);
  }

  /** Saves what was written on right sides and not saved, so that the review knows it. */
  async save(run: string): Promise<void> {
    for (const document of vscode.workspace.textDocuments) {
      if (document.isDirty && servedAt(document.uri)?.run === run) await document.save();
    }
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { text, writable, mtime } = await this.#read(uri);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime,
      size: encode(text).length,
      ...(!writable && { permissions: vscode.FilePermission.Readonly }),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return encode((await this.#read(uri)).text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const served = servedAt(uri);
    if (!served || served.side === 'before') throw vscode.FileSystemError.NoPermissions(uri);
    const review = await this.#load(served.run);
    if (!review.isOpen)
      throw vscode.FileSystemError.NoPermissions(
        vscode.l10n.t('This fix is being worked on or done with; its text cannot be changed now.'),
      );
    const text = new TextDecoder('utf-8').decode(content);
    // The editor has this text already: it is not to be told of it.
    this.#given.set(uri.toString(), { text, writable: true, mtime: this.#later(uri) });
    review.take(served.path, text);
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  readDirectory(): never {
    throw vscode.FileSystemError.Unavailable();
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  async #read(uri: vscode.Uri): Promise<Given> {
    const served = servedAt(uri);
    if (!served) throw vscode.FileSystemError.FileNotFound(uri);
    return this.#give(uri, served, await this.#load(served.run));
  }

  #give(uri: vscode.Uri, { path, side }: Served, review: ReviewedTexts): Given {
    const text = review.text(path, side);
    const writable = side === 'after' && review.isOpen;
    const last = this.#given.get(uri.toString());
    if (last?.text === text && last.writable === writable) return last;
    const given = { text, writable, mtime: this.#later(uri) };
    this.#given.set(uri.toString(), given);
    return given;
  }

  /** The editor reads again only what is younger than what it has. */
  #later(uri: vscode.Uri): number {
    return Math.max(Date.now(), (this.#given.get(uri.toString())?.mtime ?? 0) + 1);
  }
}

function uriOf({ run, path, side }: Served): vscode.Uri {
  // Authorities are lower-cased on the way; run ids need not be.
  const authority = Buffer.from(run).toString('hex');
  return vscode.Uri.from({ scheme, authority, path: `/${path}`, query: side });
}

function servedAt(uri: vscode.Uri): Served | undefined {
  if (uri.scheme !== scheme) return undefined;
  const run = Buffer.from(uri.authority, 'hex').toString();
  return { run, path: uri.path.slice(1), side: uri.query === 'after' ? 'after' : 'before' };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(`\uFEFF${text}`);
}
