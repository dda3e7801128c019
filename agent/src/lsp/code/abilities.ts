import type { InitializeParams } from 'vscode-languageserver';

/** What the language client can do with what it is told. */
export interface Abilities {
  /** It is VS Code with the extension: it handles our commands, and draws `$(bug)` in a lens as an icon. */
  readonly clientCommands: boolean;
  readonly markdown: boolean;
  readonly relatedInformation: boolean;
  readonly refreshLenses: boolean;
  readonly showDocument: boolean;
}

export function abilitiesOf(
  { textDocument, workspace, window }: InitializeParams['capabilities'],
  clientCommands: boolean,
): Abilities {
  return {
    clientCommands,
    markdown: textDocument?.hover?.contentFormat?.includes('markdown') === true,
    relatedInformation: textDocument?.publishDiagnostics?.relatedInformation === true,
    refreshLenses: workspace?.codeLens?.refreshSupport === true,
    showDocument: window?.showDocument?.support === true,
  };
}
