import { crashOf, type Scene } from './scene.ts';

/** A place that strangers write to, and that is read on the way to a fix. */
export interface Place {
  readonly name: string;
  put(scene: Scene, text: string): void;
}

const exception: Readonly<Record<string, Place['put']>> = {
  'exception type': (scene, text) => {
    crashOf(scene).exception.type = text;
  },
  'exception value': (scene, text) => {
    crashOf(scene).exception.value = text;
  },
  'later exception': ({ event }, text) => {
    event.exceptions.push({ type: text, value: text, frames: [] });
  },
  'frame file': (scene, text) => {
    crashOf(scene).frame.file = text;
  },
  'frame function': (scene, text) => {
    crashOf(scene).frame.function = text;
  },
  'frame module': (scene, text) => {
    crashOf(scene).frame.module = text;
  },
  'frame line of code': (scene, text) => {
    crashOf(scene).frame.contextLine = text;
  },
  'lines before': (scene, text) => {
    crashOf(scene).frame.preContext = [text];
  },
  'lines after': (scene, text) => {
    crashOf(scene).frame.postContext = [text];
  },
  'variable name': (scene, text) => {
    crashOf(scene).frame.variables = { [text]: 1 };
  },
  'variable value': (scene, text) => {
    crashOf(scene).frame.variables = { order: text };
  },
  'value in a variable': (scene, text) => {
    crashOf(scene).frame.variables = { order: { lines: [{ [text]: [text] }] } };
  },
  'minified file': (scene, text) => {
    crashOf(scene).frame.minified = { file: text, function: text, line: 1 };
  },
};

const request: Readonly<Record<string, Place['put']>> = {
  'request method': ({ event }, text) => {
    event.request = { ...event.request, method: text };
  },
  'request url': ({ event }, text) => {
    event.request = { ...event.request, url: text };
  },
  'request query': ({ event }, text) => {
    event.request = { ...event.request, query: text };
  },
  'header name': ({ event }, text) => {
    event.request = { ...event.request, headers: { [text]: 'x' } };
  },
  'header value': ({ event }, text) => {
    event.request = { ...event.request, headers: { 'user-agent': text } };
  },
  'request body': ({ event }, text) => {
    event.request = { ...event.request, body: text };
  },
  'key of a body': ({ event }, text) => {
    event.request = { ...event.request, body: { [text]: { deep: text } } };
  },
};

const around: Readonly<Record<string, Place['put']>> = {
  message: ({ event }, text) => {
    event.message = text;
  },
  platform: ({ event }, text) => {
    event.platform = text;
  },
  release: ({ event }, text) => {
    event.release = text;
  },
  build: ({ event }, text) => {
    event.dist = text;
  },
  environment: ({ event }, text) => {
    event.environment = text;
  },
  server: ({ event }, text) => {
    event.serverName = text;
  },
  transaction: ({ event }, text) => {
    event.transaction = text;
  },
  logger: ({ event }, text) => {
    event.logger = text;
  },
  user: ({ event }, text) => {
    event.user = { id: text, [text]: 1 };
  },
  'tag name': ({ event }, text) => {
    event.tags = { [text]: 'x' };
  },
  'tag value': ({ event }, text) => {
    event.tags = { region: text };
  },
  'context name': ({ event }, text) => {
    event.contexts = { [text]: { x: 1 } };
  },
  'context value': ({ event }, text) => {
    event.contexts = { runtime: { name: text } };
  },
  'breadcrumb category': ({ event }, text) => {
    event.breadcrumbs = [{ category: text, message: 'x' }];
  },
  'breadcrumb message': ({ event }, text) => {
    event.breadcrumbs = [{ category: 'log', message: text }];
  },
  'breadcrumb time and level': ({ event }, text) => {
    event.breadcrumbs = [{ timestamp: text, level: text, message: 'x' }];
  },
  fingerprint: ({ event }, text) => {
    event.fingerprint = [text];
  },
  sdk: ({ event }, text) => {
    event.sdk = text;
  },
  'debug image': ({ event }, text) => {
    event.debugImages = [{ codeFile: text, debugId: text }];
  },
};

const code: Readonly<Record<string, Place['put']>> = {
  'comment in the source': ({ files }, text) => {
    files['src/order.js'] = withLine(files['src/order.js'], `/* ${text.replaceAll('*/', '* /')} */`);
  },
  'text in the source': ({ files }, text) => {
    files['src/order.js'] = withLine(files['src/order.js'], `const note = ${JSON.stringify(text)};`);
  },
  'name of a file': ({ files }, text) => {
    files[`src/${text}`] = files['src/checkout.js'] ?? '';
  },
  'text of a test': ({ files }, text) => {
    files['test/order.test.js'] += `\n// ${text.replaceAll(/[\r\n\u2028\u2029]/g, ' ')}\n`;
  },
  'output of a test': ({ failure }, text) => {
    failure.output = text;
  },
  'what a model said before': ({ failure }, text) => {
    failure.explanation = text;
  },
};

/** The end of the line that is already there, so that no frame moves. */
function withLine(source: string | undefined, text: string): string {
  return (source ?? '').replace(
    '  const items',
    () => `  ${text.replaceAll(/[\r\n\u2028\u2029]/g, ' ')} const items`,
  );
}

export const places: readonly Place[] = Object.entries({ ...exception, ...request, ...around, ...code }).map(
  ([name, put]) => ({ name, put }),
);
