import type { FromWebview } from '@errata/protocol/webview';

interface VsCodeApi {
  postMessage(message: FromWebview): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

/** Sends typing that was not sent; false when some has to wait, because the host has not answered the edit before. */
type Flush = () => boolean;

let acquired: VsCodeApi | undefined;
const flushes = new Set<Flush>();
const waiting: FromWebview[] = [];

function api(): VsCodeApi {
  acquired ??= acquireVsCodeApi();
  return acquired;
}

/**
 * Tells the extension host what the person did, after all that was typed before it. The answer, if there is one, is a new
 * snapshot.
 */
export function post(message: FromWebview): void {
  waiting.push(message);
  postWaiting();
}

/** Posts what waited for an answer to an edit. Called with every snapshot. */
export function postWaiting(): void {
  while (waiting.length > 0 && flush()) {
    const message = waiting.shift();
    if (message) api().postMessage(message);
  }
}

export function postEdit(edit: Extract<FromWebview, { type: 'edit' }>): void {
  api().postMessage(edit);
}

/** Sends all typing. */
export function flush(): boolean {
  return [...flushes].map(send => send()).every(Boolean);
}

/** Has `send` called before anything is posted. @returns what ends that. */
export function beforePosting(send: Flush): () => void {
  flushes.add(send);
  return () => flushes.delete(send);
}

/** What was typed into the fields and not sent. The editor keeps it while the page is hidden, and over a reload. */
export function keptFields(): Readonly<Record<string, unknown>> {
  const state = api().getState();
  return typeof state === 'object' && state !== null ? { ...state } : {};
}

export function keepField(name: string, value: unknown): void {
  api().setState({ ...keptFields(), [name]: value });
}
