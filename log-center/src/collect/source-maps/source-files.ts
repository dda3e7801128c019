import { isInApp } from '@errata/protocol/in-app';

const longestName = 1000;

/**
 * The file that a source map means by the name of a source: as a path in the project where one can be seen, the same
 * whatever bundler wrote it and wherever the bundle was put.
 */
export function sourceFile(name: string): string {
  const plain = name.slice(0, longestName).replaceAll('\\', '/');
  // webpack://shop/./src/cart.ts?a1b2, webpack:///src/cart.ts, rollup's and Vite's \0virtual:name
  const [, bundler] =
    /^(?:webpack|webpack-internal|turbopack|rspack|rollup|vite|parcel|metro):\/\/(.*)$/is.exec(plain) ?? [];
  const path = bundler === undefined ? plain : withoutLayer(withoutPackage(bundler)).replace(/\?[^?/]*$/, '');
  return withoutDots(path) || '<unknown>';
}

/** Whether a source of a map is likely the user's own code. */
export function isOwnSource(name: string): boolean {
  const file = sourceFile(name);
  const isBundlers = /^(?:webpack\/|\(webpack\)|external |ignored\||\0|delegated |turbopack\/)/.test(file);
  return !isBundlers && isInApp(file);
}

/** Bundlers put the name of the package where a URL has its host. */
function withoutPackage(path: string): string {
  if (path.startsWith('/') || path.startsWith('./') || path.startsWith('('))
    return path.replace(/^\/(?!\/)/, '');
  const slash = path.indexOf('/');
  const isScoped = path.startsWith('@');
  const end = isScoped && slash !== -1 ? path.indexOf('/', slash + 1) : slash;
  return end === -1 ? path : path.slice(end + 1);
}

/** `(rsc)/./src/page.tsx`, `[project]/src/page.tsx`: for which of its graphs a bundler has compiled it. */
function withoutLayer(path: string): string {
  return path.startsWith('(webpack)')
    ? path
    : path.replace(/^(?:\([\w-]{1,60}\)|\[project\])\/(?:\.\/)?/, '');
}

/** A relative path is told from where the map lies, which says nothing of the project: what leads there is left out. */
function withoutDots(path: string): string {
  if (/^(?:\/|[a-z][a-z0-9+.-]{0,30}:)/i.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
