import { setFlagsFromString } from 'node:v8';
import { Command } from 'commander';

/** `errata lsp`: the agent as a language server on stdin and stdout. */
export function lspCommand(): Command {
  return new Command('lsp')
    .description('Run the agent as a language server over stdio (what the editor extension starts).')
    .option('--stdio', 'accepted for language clients that pass it')
    .action(async () => {
      // It stays for as long as the editor, and mostly waits: a small heap matters more than a fast one.
      setFlagsFromString('--semi-space-growth-factor=1');
      setFlagsFromString('--heap-growing-percent=35');
      const { serveLanguageClient } = await import('../lsp/server.ts');
      await serveLanguageClient();
    });
}
