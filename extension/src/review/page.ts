import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { messageOf } from '../connection/agent-error.ts';

export const panelType = 'errata.review';

/**
 * The page's frame. Everything comes from the extension's own folder; scripts and styles that are written by scripts run with the
 * nonce alone, which the page finds on its root.
 */
export function pageHtml(webview: vscode.Webview, assets: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const at = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(assets, name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' ${webview.cspSource}`,
    `style-src 'nonce-${nonce}' ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${at('review.css')}">
<title>Errata</title>
</head>
<body>
<div id="root" data-nonce="${nonce}"></div>
<script type="module" nonce="${nonce}" src="${at('review.js')}"></script>
</body>
</html>`;
}

/** A page that says why there is no review. */
export function failureHtml(error: unknown): string {
  const text = vscode.l10n.t('This review cannot be shown: {0}', messageOf(error));
  const harmless = text.replaceAll(/[<>&"']/g, character => `&#${character.codePointAt(0)};`);
  return `<!doctype html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Errata</title>
</head>
<body><p>${harmless}</p></body>
</html>`;
}
