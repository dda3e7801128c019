import { Command, CommanderError } from 'commander';
import { exitCodeOf, exitCodes, reasonOf } from './exit.ts';
import { endWithNpx } from './npx.ts';
import { Output } from './output.ts';

const commands: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.ts')).serveCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./backup.ts')).restoreCommand(),
  project: async () => (await import('./project.ts')).projectCommand(),
  token: async () => (await import('./token.ts')).tokenCommand(),
  hooks: async () => (await import('./hooks.ts')).hooksCommand(),
  issues: async () => (await import('./issues.ts')).issuesCommand(),
  locate: async () => (await import('./locate.ts')).locateCommand(),
  fix: async () => (await import('./fix.ts')).fixCommand(),
  follow: async () => (await import('./follow.ts')).followCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
  'no-sandbox': async () => (await import('./no-sandbox.ts')).noSandboxCommand(),
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  mcp: async () => (await import('./mcp.ts')).mcpCommand(),
  approve: async () => (await import('./approve.ts')).approveCommand(),
  lsp: async () => (await import('./lsp.ts')).lspCommand(),
};

const program = new Command('errata')
  .description('From a production error to a verified, reviewed fix.')
  .exitOverride()
  .showHelpAfterError('(errata --help says how)')
  .configureHelp({ showGlobalOptions: true });

for (const load of wanted(process.argv[2])) {
  const command = await load();
  program.addCommand(command.copyInheritedSettings(program));
}

endWithNpx();
process.exitCode = await run(process.argv);

/** The one that is named, so that no other has to be loaded; else all, for the help. */
function wanted(name: string | undefined) {
  const named = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  return named === undefined ? Object.values(commands) : [named];
}

/** Every command ends here: bad usage is 2, anything else that failed says its reason. */
async function run(argv: string[]): Promise<number> {
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? exitCodes.done);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.badUsage;
    const reason = reasonOf(error);
    new Output(argv.includes('--json')).failure(reason, messageOf(error, reason));
    return exitCodeOf(reason);
  }
}

function messageOf(error: unknown, reason: string): string {
  if (!(error instanceof Error)) return String(error);
  return reason === 'unexpected' ? (error.stack ?? error.message) : error.message;
}
