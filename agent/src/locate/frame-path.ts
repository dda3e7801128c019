import type { Frame } from '@errata/protocol/event';

/** A frame's path taken apart. It is only ever compared with tracked paths, never opened. */
export interface FramePath {
  /** Folders and file name, without `.`, `..`, scheme, host and drive. Never empty. */
  readonly segments: readonly string[];
  /** True when the path began at a root, a drive or a URL's host. */
  readonly absolute: boolean;
  /** The path lay in a folder of installed packages or of the runtime; `segments` begin inside the package. */
  readonly installed: boolean;
}

const longest = 4096;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not pass
const control = /[\u0000-\u001f\u007f]/;
const runtime =
  /^(?:(?:node|bun|deno|ext|native|internal|std|evalmachine|chrome-extension|moz-extension):|internal\/|<|\[|native\b|eval at |anonymous$)/i;
const url = /^(?:[a-z][a-z0-9+.-]+):(?=\/)/i;

/** Takes a frame's file (hostile text) apart; a string says why it names no source file. */
export function framePath(frame: Pick<Frame, 'file' | 'module'>): FramePath | string {
  if (frame.file.length > longest) return 'the path is too long to be a file';
  let text = frame.file.trim();
  if (text === '') return 'the frame names no file';
  if (control.test(text)) return 'the path holds control characters';
  if (runtime.test(text)) return 'part of the runtime';
  let absolute = false;
  const archive = text.lastIndexOf('!/');
  if (archive >= 0) text = text.slice(archive + 2);
  if (url.test(text)) {
    absolute = true;
    const web = /^https?:/i.test(text);
    text = text.replace(url, '').replace(/[?#].*$/, '');
    if (web) text = text.replace(/^\/+[^/]*/, '');
    text = decoded(text);
    if (control.test(text)) return 'the path holds control characters';
  }
  text = text.replace(/\?[\w=&.-]*$/, '');
  if (/^(?:\\\\|[a-z]:[\\/])/i.test(text) || !text.includes('/')) text = text.replaceAll('\\', '/');
  absolute ||= /^(?:\/|[a-z]:\/)/i.test(text);
  const segments: string[] = [];
  for (const segment of text.split('/')) {
    if (segment === '' || segment === '.' || segment === '?' || /^[a-z]:$/i.test(segment)) continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  if (segments.length === 0) return 'the frame names no file';
  if (segments.length === 1 && !absolute) segments.unshift(...packageOf(frame.module));
  return insidePackage(segments, absolute);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone `%` is part of the name.
    return text;
  }
}

/** Folders that a dotted module name stands for, as Java's SDKs give it beside a bare file name. */
function packageOf(module: string | undefined): string[] {
  if (module === undefined || !/^[\w$]+(?:\.[\w$]+)+$/.test(module) || module.length > 500) return [];
  return module.split('.').slice(0, -1);
}

function insidePackage(segments: readonly string[], absolute: boolean): FramePath {
  const last = segments.length - 1;
  for (let at = last - 1; at >= 0; at--) {
    const segment = segments[at] ?? '';
    const rest = (skip: number): FramePath => ({
      segments: segments.slice(Math.min(at + 1 + skip, last)),
      absolute,
      installed: true,
    });
    if (segment === 'node_modules') return rest(segments[at + 1]?.startsWith('@') ? 2 : 1);
    if (/^(?:site|dist)-packages$/.test(segment)) return rest(0);
    if (/^python\d(?:\.\d+)?$/i.test(segment) && /^lib(?:64)?$/i.test(segments[at - 1] ?? '')) return rest(0);
    if (segment === 'mod' && segments[at - 1] === 'pkg') return rest(0);
    if (segment === 'gems' || segment === 'rustlib') return rest(1);
    if (segment === 'registry' && segments[at - 1] === '.cargo') return rest(3);
  }
  return { segments, absolute, installed: false };
}
