import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { messageOf } from '../connection/agent-error.ts';
import { pageFrame } from './page-frame.ts';

export const panelType = 'errata.review';

/** The review page. Everything comes from the extension's own folder. */
export function pageHtml(webview: vscode.Webview, assets: vscode.Uri): string {
  return pageFrame({
    nonce: randomBytes(16).toString('base64url'),
    source: webview.cspSource,
    language: vscode.env.language,
    at: name => webview.asWebviewUri(vscode.Uri.joinPath(assets, name)).toString(),
  });
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
