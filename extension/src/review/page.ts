import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page's frame: everything comes from the extension's own folder, and only the script with the nonce runs. */
export function pageHtml(webview: vscode.Webview, assets: vscode.Uri): string {
  const nonce = randomBytes(16).toString('base64url');
  const at = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(assets, name)).toString();
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${at('review.css')}">
<title>Errata</title>
</head>
<body>
<div id="root"></div>
<script nonce="${nonce}" src="${at('review.js')}"></script>
</body>
</html>`;
}
