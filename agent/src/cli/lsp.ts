import { Command } from 'commander';

/** `errata lsp`: the agent as a language server on stdin and stdout. */
export function lspCommand(): Command {
  return new Command('lsp')
    .description('Run the agent as a language server over stdio (what the editor extension starts).')
    .option('--stdio', 'accepted for language clients that pass it')
    .action(async () => {
      const { serveLanguageClient } = await import('../lsp/server.ts');
      await serveLanguageClient();
    });
}
