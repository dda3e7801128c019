import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';

/** The script of the page's own: it is shown in traces as it stands here. */
const app = `function discount(cart) {
  return cart.vouchers.length;
}
function order(id) {
  discount({ id });
}
`;

/** A page with Sentry's own SDK for browsers, set up with these options, at an origin of its own. */
export class WebPage implements AsyncDisposable {
  readonly #server;
  readonly #files: ReadonlyMap<string, { type: string; text: string }>;

  private constructor(sdk: string) {
    const html =
      '<!doctype html><title>Shop</title><script src="/sdk.js"></script><script src="/app.js"></script>';
    this.#files = new Map([
      ['/cart', { type: 'text/html', text: html }],
      ['/sdk.js', { type: 'text/javascript', text: sdk }],
      ['/app.js', { type: 'text/javascript', text: app }],
    ]);
    this.#server = createServer((request, response) => {
      const file = this.#files.get(request.url?.split('?', 1)[0] ?? '');
      response.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' });
      response.end(file?.text);
    });
  }

  static async serve(dsn: string, options: string): Promise<WebPage> {
    const contents = [
      "import * as Sentry from '@sentry/browser';",
      `Sentry.init({ dsn: ${JSON.stringify(dsn)}, ${options} });`,
      'window.Sentry = Sentry;',
    ].join('\n');
    const bundle = {
      stdin: { contents, resolveDir: import.meta.dirname },
      bundle: true,
      write: false,
    } as const;
    const { outputFiles } = await build({ ...bundle, format: 'iife', minify: true, logLevel: 'silent' });
    const page = new WebPage(outputFiles.map(({ text }) => text).join(''));
    await new Promise<void>(resolve => page.#server.listen(0, '127.0.0.1', resolve));
    return page;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/cart?step=2`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}
