import { t } from '@vscode/l10n';
/** A path without what engines, bundlers and archives put around it; or the reason why it names no source file. */
export type PlainPath =
  | { readonly text: string; readonly line?: number | undefined; readonly reason?: never }
  | { readonly reason: string };

const longest = 4096;
const mostWrappings = 8;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
const control = /[\u0000-\u001f\u007f]/;
const runtime =
  /^(?:(?:node|bun|deno|dart|ext|native|internal|std|wasm|evalmachine|org-dartlang-sdk|(?:chrome|moz|safari-web|safari)-extension|chrome|resource):|internal\/(?:modules|process|main|bootstrap|timers|util|streams|async_hooks|event_target|errors|deps|crypto|webstreams|test_runner)[/.]|electron\/js2c\/|native$|native code$|anonymous$|<frozen |<internal:|\/?rustc\/[0-9a-f]{40}\/|\/var\/runtime\/)/i;
/** Modules of Node, as it named them before it wrote `node:`. */
const oldNode =
  /^(?:assert|async_hooks|bootstrap_node|buffer|child_process|cluster|console|crypto|dgram|dns|domain|events|fs|https?|inspector|module|net|os|path|perf_hooks|process|punycode|querystring|readline|repl|stream|string_decoder|timers|tls|tty|url|util|v8|vm|worker_threads|zlib|_(?:http|stream|tls|debug)_?\w*)\.js$/;
/** Where scripts are loaded from that others have written. */
const otherSites =
  /^https?:\/\/(?:[\w-]+\.)*(?:deno\.land|jsr\.io|esm\.sh|unpkg\.com|jsdelivr\.net|cdnjs\.cloudflare\.com|skypack\.dev|jspm\.(?:io|dev)|googletagmanager\.com|google-analytics\.com|googleapis\.com|gstatic\.com|facebook\.net|js\.stripe\.com|sentry-cdn\.com)\//i;
/** Code that was typed, made or evaluated, without a file: `<stdin>`, `[eval]`, `(irb)`, `REPL1`, `eval at …`. */
const unwritten =
  /^(?:<[^/]*>?|\[[^/]*\]|\((?:irb|pry|erb|eval)\)|REPL\d*|eval at\b.*|blob:.*|data:.*|about:.*)$/is;
const url = /^[a-z][a-z0-9+.-]+:(?=\/)/i;
const withHost = /^(?:https?|capacitor|ionic|rollup|ms-appx|ms-appx-web|file|app|vscode-[\w-]+):$/i;

/** Takes off a path what stands around it, as often as it takes: the same again when it is taken off already. */
export function plainPath(file: string): PlainPath {
  if (file.length > longest) return { reason: t('the path is too long to be a file') };
  let text = file.trim();
  let line: number | undefined;
  for (let round = 0; round < mostWrappings; round++) {
    if (text === '') return { reason: t('the frame names no file') };
    if (control.test(text)) return { reason: t('the path holds control characters') };
    if (runtime.test(text) || (round === 0 && oldNode.test(text)))
      return { reason: t('part of the runtime') };
    if (otherSites.test(text)) return { reason: t('a script of another site, not this repository') };
    if (unwritten.test(text)) return { reason: t('the code was not read from a file') };
    const evaluated = evaluatedAt(text);
    line ??= evaluated?.line;
    const plain = joined(withoutWrapping(evaluated?.file ?? text)).normalize('NFC');
    if (plain === text) return { text, line };
    text = plain;
  }
  return { reason: t('the path is wrapped too often to be a file') };
}

/** PHP's `/srv/a.php(12) : eval()'d code` and Ruby's `(eval at /srv/a.rb:12)` name where the code was evaluated. */
function evaluatedAt(text: string): { file: string; line: number } | undefined {
  const found =
    /^([^(]+)\((\d{1,9})\) : (?:eval\(\)'d code|runtime-created function)/.exec(text) ??
    /^\(eval at ([^:]+):(\d{1,9})\)$/.exec(text);
  return found?.[1] === undefined || !(Number(found[2]) > 0)
    ? undefined
    : { file: found[1], line: Number(found[2]) };
}

function withoutWrapping(wrapped: string): string {
  let text = wrapped.replace(/^async (?=\S*[/\\])/, '');
  const archive = text.lastIndexOf('!/');
  if (archive >= 0) text = text.slice(archive + 2);
  // `babel-loader!./src/cart.js`
  const loader = text.lastIndexOf('!');
  if (loader >= 0 && text.slice(0, loader).includes('loader')) text = text.slice(loader + 1);
  const scheme = url.exec(text)?.[0];
  if (scheme !== undefined) {
    text = text.slice(scheme.length).replace(/^https?:$/i.test(scheme) ? /[?#].*$/s : /\?.*$/s, '');
    // Of `file:///srv` and `app:///srv` the host is empty.
    if (withHost.test(scheme)) text = text.replace(/^\/\/[^/]*/, '');
    text = `/${decoded(text)}`;
  }
  if (/^package:(?!\/)/.test(text)) text = text.slice('package:'.length);
  return withoutTail(text.replaceAll('\\', '/'));
}

/** Without a query and a place behind the file's name: `cart.vue?vue&type=script`, `cart.ts:12:3`. */
function withoutTail(text: string): string {
  const name = text.lastIndexOf('/') + 1;
  const query = text.indexOf('?', name);
  const path = query > name ? text.slice(0, query) : text;
  return path.replace(/(\.\w{1,10})(?::\d{1,9}){1,2}$/, '$1');
}

/** The folders and the name, without `.`, `..`, empty ones and drives. */
function joined(text: string): string {
  const isAbsolute = /^(?:\/|[a-z]:\/)/i.test(text);
  const segments: string[] = [];
  for (const segment of text.split('/')) {
    const bare = segment.trim();
    if (bare === '' || bare === '.' || bare === '?' || /^[a-z]:$/i.test(bare)) continue;
    if (bare === '..') segments.pop();
    else segments.push(bare);
  }
  return segments.length === 0 ? '' : `${isAbsolute ? '/' : ''}${segments.join('/')}`;
}

/** With its percent signs resolved, where they stand for text. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone `%` is part of the name.
    return text;
  }
}
