import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import type { FromWebview, ReviewSnapshot } from '@errata/protocol/webview';
import { fromWebviewSchema } from '@errata/protocol/webview';
import { type Browser, chromium, type Page } from 'playwright-core';
import { pageFrame } from '../../../extension/src/review/page-frame.ts';
import { until } from '../poll.ts';
import themes from './themes.json' with { type: 'json' };

export type Theme = keyof typeof themes;
export const allThemes = Object.keys(themes) as Theme[];

/** As VS Code sets them, which depend on no theme. */
const fonts = {
  'font-family': "system-ui, 'Ubuntu', sans-serif",
  'font-size': '13px',
  'editor-font-family': "'Droid Sans Mono', monospace",
  'editor-font-size': '13px',
};
const types: Readonly<Record<string, string>> = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
const nonce = 'bm9uY2U';
/** What crashed, as the frame has it before any script has come. */
export const heading = `TypeError: </h1><script src="evil.js"></script> &amp; 'it'`;

/** What VS Code gives a page: the way to its host, and a place to keep what was typed. */
const standInForVsCode = `{
  let state;
  const api = { postMessage: message => void posted(message), getState: () => state, setState: next => { state = next; } };
  globalThis.acquireVsCodeApi = () => api;
}`;

/** The built review page in a browser of its own, with a test in the place of the extension host. */
export class ReviewPage implements AsyncDisposable {
  readonly page: Page;
  readonly posted: FromWebview[] = [];
  /** What the browser complained of: errors of scripts, and whatever the policy forbade. */
  readonly complaints: string[] = [];
  /** Bytes of each file that the page asked for, since it was loaded. */
  readonly served: Map<string, number>;
  readonly #browser: Browser;
  readonly #server: Server;
  #heard: (message: FromWebview) => void = () => undefined;

  private constructor(page: Page, browser: Browser, server: Server, served: Map<string, number>) {
    this.page = page;
    this.served = served;
    this.#browser = browser;
    this.#server = server;
    page.on('pageerror', error => this.complaints.push(error.stack ?? error.message));
    page.on('console', message => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
  }

  /** @param folder is where the page was built into. */
  static async open(folder: string, executablePath: string): Promise<ReviewPage> {
    const served = new Map<string, number>();
    const server = await serve(folder, served);
    const browser = await chromium.launch({
      executablePath,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    });
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    page.setDefaultTimeout(10_000);
    const opened = new ReviewPage(page, browser, server, served);
    await page.addInitScript(standInForVsCode);
    await page.exposeFunction('posted', (message: unknown) => {
      const parsed = fromWebviewSchema.parse(message);
      opened.posted.push(parsed);
      opened.#heard(parsed);
    });
    return opened;
  }

  /** Loads the page anew, in a theme. */
  async load(theme: Theme = 'dark'): Promise<void> {
    this.posted.length = 0;
    this.complaints.length = 0;
    this.served.clear();
    await this.page.goto(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
    await until('the page to be ready', async () => this.postedOf('ready').length > 0);
    await this.dress(theme);
  }

  async dress(theme: Theme): Promise<void> {
    const variables = Object.entries({ ...fonts, ...themes[theme] });
    const classes = `vscode-${theme}${theme === 'high-contrast-light' ? ' vscode-high-contrast' : ''}`;
    await this.page.evaluate(`{
      document.body.className = ${JSON.stringify(classes)};
      const { style } = document.documentElement;
      for (const name of [...style].filter(name => name.startsWith('--vscode-'))) style.removeProperty(name);
      for (const [name, value] of ${JSON.stringify(variables)}) style.setProperty('--vscode-' + name, value);
    }`);
  }

  /** What it posted of one kind, in order. */
  postedOf<T extends FromWebview['type']>(type: T): Extract<FromWebview, { type: T }>[] {
    return this.posted.filter(
      (message): message is Extract<FromWebview, { type: T }> => message.type === type,
    );
  }

  /** Has `heard` called with what the page posts. */
  onPosted(heard: (message: FromWebview) => void): void {
    this.#heard = heard;
  }

  async show(snapshot: ReviewSnapshot): Promise<void> {
    await this.page.evaluate(`window.postMessage(${JSON.stringify({ type: 'snapshot', snapshot })}, '*')`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
    this.#server.close();
  }
}

async function serve(folder: string, served: Map<string, number>): Promise<Server> {
  const server = createServer((request, response) => {
    const path = normalize(request.url ?? '/');
    const type = types[path.slice(path.lastIndexOf('.') + 1)] ?? 'text/html';
    const { port } = server.address() as AddressInfo;
    const content = path === '/' ? Promise.resolve(frameAt(port)) : readFile(join(folder, path));
    content.then(
      body => {
        served.set(path, Buffer.byteLength(body));
        response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(body);
      },
      // The browser asks for an icon that nobody sees.
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    );
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The frame that the extension gives the page. */
function frameAt(port: number): string {
  return pageFrame({
    nonce,
    source: `http://127.0.0.1:${port}`,
    language: 'en',
    heading,
    waiting: 'Loading…',
    at: name => `/${name}`,
  });
}
