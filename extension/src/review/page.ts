import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { messageOf } from '../connection/agent-error.ts';
import { escaped, pageFrame } from './page-frame.ts';

export const panelType = 'errata.review';

/** The review page. Everything comes from the extension's own folder. */
export function pageHtml(webview: vscode.Webview, assets: vscode.Uri, heading: string): string {
  return pageFrame({
    nonce: randomBytes(16).toString('base64url'),
    source: webview.cspSource,
    language: vscode.env.language,
    heading,
    waiting: vscode.l10n.t('Loading the review…'),
    at: name => webview.asWebviewUri(vscode.Uri.joinPath(assets, name)).toString(),
  });
}

/** A page that says why there is no review. */
export function failureHtml(error: unknown): string {
  const text = vscode.l10n.t('This review cannot be shown: {0}', messageOf(error));
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Errata</title>
</head>
<body><p>${escaped(text)}</p></body>
</html>`;
}
