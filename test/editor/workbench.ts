import { type Browser, chromium, type Page } from 'playwright-core';
import type { CodeServer } from './code-server.ts';
import { keepLogs, keepScreenshot } from './evidence.ts';
import { ActivityBar } from './pages/activity-bar.ts';
import { CommandPalette } from './pages/command-palette.ts';
import { Dialog } from './pages/dialog.ts';
import { ChangesEditor, DiffEditor } from './pages/diff-editor.ts';
import { InputBox } from './pages/input-box.ts';
import { Notifications } from './pages/notifications.ts';
import { ProblemsPanel } from './pages/problems-panel.ts';
import { QuickPick } from './pages/quick-pick.ts';
import { StatusBar } from './pages/status-bar.ts';
import { TextEditor } from './pages/text-editor.ts';
import { Tree } from './pages/tree.ts';
import { findWebview, type Webview } from './pages/webview.ts';
import { EditorServer, type ServerOptions } from './server.ts';

export interface WorkbenchOptions extends ServerOptions {
  /** The folder to open, or a `.code-workspace` file; absolute. */
  readonly folder: string;
  /**
   * The display language, such as `zh-cn`; English without it. Without a language pack the workbench itself stays English: what
   * extensions say is in the language.
   */
  readonly language?: string;
}

const READY_MS = 60_000;
const ACTION_MS = 15_000;
const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** Runs in the page, before the workbench: a language pack would set this. */
function displayIn(language: string): void {
  Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language });
}

/** One VS Code window on a folder, driven like a person would: what is seen and pressed, through page objects. */
export class Workbench implements AsyncDisposable {
  readonly server: EditorServer;
  readonly page: Page;
  readonly palette: CommandPalette;
  readonly activityBar: ActivityBar;
  readonly statusBar: StatusBar;
  readonly editor: TextEditor;
  readonly diff: DiffEditor;
  readonly changes: ChangesEditor;
  readonly problems: ProblemsPanel;
  readonly notifications: Notifications;
  readonly quickPick: QuickPick;
  readonly inputBox: InputBox;
  readonly dialog: Dialog;
  readonly #browser: Browser;
  readonly #console: string[] = [];

  private constructor(server: EditorServer, browser: Browser, page: Page) {
    this.server = server;
    this.#browser = browser;
    this.page = page;
    this.palette = new CommandPalette(page);
    this.activityBar = new ActivityBar(page);
    this.statusBar = new StatusBar(page);
    this.editor = new TextEditor(page);
    this.diff = new DiffEditor(page);
    this.changes = new ChangesEditor(page);
    this.problems = new ProblemsPanel(page);
    this.notifications = new Notifications(page);
    this.quickPick = new QuickPick(page);
    this.inputBox = new InputBox(page);
    this.dialog = new Dialog(page);
    page.on('console', message => this.#console.push(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', error => this.#console.push(`[thrown] ${error.stack ?? error.message}`));
  }

  /** Starts a server and a browser of its own and returns when the workbench can be used. */
  static async open(
    installation: { readonly server: CodeServer; readonly chromium: string },
    options: WorkbenchOptions,
  ): Promise<Workbench> {
    const server = await EditorServer.start(installation.server, options);
    try {
      const browser = await chromium.launch({
        executablePath: installation.chromium,
        headless: true,
        args: BROWSER_ARGS,
      });
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
        page.setDefaultTimeout(ACTION_MS);
        if (options.language !== undefined) await page.addInitScript(displayIn, options.language);
        const workbench = new Workbench(server, browser, page);
        await workbench.#load(options.folder);
        return workbench;
      } catch (error) {
        await browser.close();
        throw error;
      }
    } catch (error) {
      await keepLogs(server.root, `start-${Date.now()}`, []);
      await server.stop();
      throw error;
    }
  }

  /** The tree of the view with this title, in the side bar that is open. */
  tree(view?: string): Tree {
    return new Tree(this.page, view);
  }

  /** The webview in which `selector` is visible; waits for it. */
  async webview(selector: string, timeoutMs?: number): Promise<Webview> {
    return findWebview(this.page, selector, timeoutMs);
  }

  /** Loads the window again, as after *Developer: Reload Window*; the extension host starts anew. */
  async reload(folder: string): Promise<void> {
    await this.#load(folder);
  }

  /** *Developer: Reload Window*, which keeps what is open, unlike a page that is just loaded again. */
  async reloadWindow(): Promise<void> {
    const loaded = this.page.waitForEvent('load', { timeout: READY_MS });
    await this.palette.run('Developer: Reload Window');
    await loaded;
    await this.#ready();
  }

  /** Writes `artifacts/screenshots/<name>.png` and returns its path. */
  async screenshot(name: string): Promise<string> {
    return keepScreenshot(this.page, name);
  }

  /** A screenshot and all logs (extension host, output channels, server, console of the window). */
  async keepEvidence(name: string): Promise<void> {
    await this.screenshot(`failed-${name}`).catch(() => undefined);
    const logs = await keepLogs(this.server.root, name, this.#console);
    process.stdout.write(`      what VS Code logged: ${logs}\n`);
  }

  /** Closes the window and ends browser and server with everything that they started. */
  async close(): Promise<void> {
    try {
      await this.page.close();
      await this.#browser.close();
    } finally {
      await this.server.stop();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #load(folder: string): Promise<void> {
    await this.page.goto(this.server.windowUrl(folder), { waitUntil: 'domcontentloaded', timeout: READY_MS });
    await this.#ready();
  }

  async #ready(): Promise<void> {
    const workbench = this.page.locator('.monaco-workbench');
    await workbench.locator('.part.statusbar .statusbar-item').first().waitFor({ timeout: READY_MS });
    await workbench.locator('.activitybar .action-item').first().waitFor({ timeout: READY_MS });
  }
}
