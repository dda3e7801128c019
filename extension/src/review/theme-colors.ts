import type { SyntaxColors } from '@errata/protocol/webview';
import { parse } from 'jsonc-parser';
import * as vscode from 'vscode';
import { messageOf } from '../connection/agent-error.ts';
import { syntaxColors, type ThemeRule, themeFile } from './theme-rules.ts';

/** Themes build on one another; this many is more than any does. */
const maxIncludes = 8;

/** The syntax colours of the theme that is on, read from the extension that brings it: the editor does not tell them. */
export class ThemeColors implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #log: vscode.LogOutputChannel;
  readonly #listeners: vscode.Disposable[];
  #colors: SyntaxColors = {};

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    const read = () => void this.#read();
    this.#listeners = [
      vscode.window.onDidChangeActiveColorTheme(read),
      vscode.extensions.onDidChange(read),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration('workbench') || event.affectsConfiguration('window')) read();
      }),
    ];
    read();
  }

  /** Empty where the theme could not be found, or has not been read yet. */
  get colors(): SyntaxColors {
    return this.#colors;
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<void> {
    const theme = activeThemeFile();
    let colors: SyntaxColors = {};
    try {
      if (theme) colors = syntaxColors(await rulesOf(theme));
    } catch (error) {
      this.#log.warn(`[review] the colours of ${theme?.path} could not be read: ${messageOf(error)}`);
    }
    if (theme?.toString() !== activeThemeFile()?.toString()) return;
    if (JSON.stringify(colors) === JSON.stringify(this.#colors)) return;
    this.#colors = colors;
    this.#changed.fire();
  }
}

/** Where the theme that is on was written; nothing when no extension brings it. */
function activeThemeFile(): vscode.Uri | undefined {
  const name = vscode.workspace.getConfiguration().get<string>(activeThemeSetting());
  for (const { packageJSON, extensionUri } of vscode.extensions.all) {
    for (const theme of packageJSON?.contributes?.themes ?? []) {
      if (name === undefined || (theme?.id !== name && theme?.label !== name)) continue;
      if (typeof theme.path === 'string') return vscode.Uri.joinPath(extensionUri, theme.path);
    }
  }
  return undefined;
}

/** The setting that names the theme, which is another one where the editor follows the system. */
function activeThemeSetting(): string {
  const { ColorThemeKind } = vscode;
  const settings = vscode.workspace.getConfiguration('window');
  const { kind } = vscode.window.activeColorTheme;
  if (kind === ColorThemeKind.HighContrast || kind === ColorThemeKind.HighContrastLight) {
    if (settings.get<boolean>('autoDetectHighContrast') !== true) return 'workbench.colorTheme';
    return kind === ColorThemeKind.HighContrast
      ? 'workbench.preferredHighContrastColorTheme'
      : 'workbench.preferredHighContrastLightColorTheme';
  }
  if (settings.get<boolean>('autoDetectColorScheme') !== true) return 'workbench.colorTheme';
  return kind === ColorThemeKind.Dark
    ? 'workbench.preferredDarkColorTheme'
    : 'workbench.preferredLightColorTheme';
}

async function rulesOf(file: vscode.Uri): Promise<ThemeRule[]> {
  const rules: ThemeRule[] = [];
  let next: vscode.Uri | undefined = file;
  for (let depth = 0; next && depth < maxIncludes && next.path.endsWith('.json'); depth++) {
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(next));
    const { rules: own, include }: ReturnType<typeof themeFile> = themeFile(parse(text));
    rules.unshift(...own);
    next = include === undefined ? undefined : vscode.Uri.joinPath(next, '..', include);
  }
  return rules;
}
