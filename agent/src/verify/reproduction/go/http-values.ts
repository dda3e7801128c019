import type { ReplayRequest } from '../replay-request.ts';
import type { GoValue } from './values.ts';

const recorder = 'net/http/httptest';

/** What a handler of `net/http` takes; undefined for other types. Without the event's request a plain one is made up. */
export function httpValue(type: string, request: ReplayRequest | undefined): GoValue | undefined {
  if (type === 'http.ResponseWriter')
    return { text: 'httptest.NewRecorder()', imports: [recorder], captured: true };
  if (type !== '*http.Request') return undefined;
  if (request === undefined)
    return { text: 'httptest.NewRequest("GET", "/", nil)', imports: [recorder], captured: false };
  const { method, path, headers, body } = request;
  const sent = body === undefined ? 'nil' : `strings.NewReader(${goText(textOf(body))})`;
  const made = `httptest.NewRequest(${goText(method)}, ${goText(path)}, ${sent})`;
  const imports = [recorder, ...(body === undefined ? [] : ['strings'])];
  if (headers.length === 0) return { text: made, imports, captured: true };
  return {
    text: 'request',
    imports,
    before: [
      `request := ${made}`,
      ...headers.map(([name, value]) => `request.Header.Set(${goText(canonical(name))}, ${goText(value)})`),
    ],
    captured: true,
  };
}

/** A string as Go writes it: as it stands where it holds quotes. */
function goText(text: string): string {
  const whole = text.toWellFormed();
  const raw = whole.includes('"') && !/[`\r\ufeff]|(?![\n\t])\p{Cc}/u.test(whole);
  return raw ? `\`${whole}\`` : JSON.stringify(whole);
}

function textOf(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function canonical(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, letter => letter.toUpperCase());
}
