/** Directories that hold code of others, on any platform; compared with `/` as the separator. */
const foreignParts = [
  '/node_modules/',
  '/bower_components/',
  '/.pnpm/',
  '/.yarn/',
  '/site-packages/',
  '/dist-packages/',
  '/webpack/bootstrap',
  '/webpack/runtime/',
  '/vendor/bundle/',
  '/pkg/mod/',
];
/** `<anonymous>`, `<frozen importlib._bootstrap>` and the like are nobody's file. */
const foreignStarts = [
  'node:',
  'internal/modules/',
  'internal/process/',
  'internal/main/',
  'internal/timers',
  'electron/js2c/',
  'chrome-extension:',
  'moz-extension:',
  '<',
];
/** `/usr/lib/python3.12/json/…`, `C:/Python312/Lib/json/…`, `python312.zip/…` */
const pythonLibrary = /\/lib(?:64)?\/python\d[\d.]*t?\/|\/python\d+\/lib\/|\/python\d+\.zip\//i;

/** Whether a frame's file, as the client reported it, is likely the user's own code. */
export function isInApp(file: string): boolean {
  const path = file.replaceAll('\\', '/');
  if (path === '' || path === 'native' || foreignStarts.some(start => path.startsWith(start))) return false;
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return !foreignParts.some(part => rooted.includes(part)) && !pythonLibrary.test(rooted);
}
