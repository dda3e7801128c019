import type { FromWebview } from '@errata/protocol/webview';

interface VsCodeApi {
  postMessage(message: FromWebview): void;
}
declare function acquireVsCodeApi(): VsCodeApi;

let api: VsCodeApi | undefined;

/** Tells the extension host what the person did. The answer, if there is one, is a new snapshot. */
export function post(message: FromWebview): void {
  api ??= acquireVsCodeApi();
  api.postMessage(message);
}
