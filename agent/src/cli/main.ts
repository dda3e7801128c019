import { Command, CommanderError } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { exitCodeOf, exitCodes, reasonOf } from './exit.ts';
import { endWithNpx } from './npx.ts';
import { Output } from './output.ts';

const commands: Record<string, () => Promise<Command>> = {
  doctor: async () => (await import('./doctor.ts')).doctorCommand(),
  issues: async () => (await import('./issues.ts')).issuesCommand(),
  locate: async () => (await import('./locate.ts')).locateCommand(),
  fix: async () => (await import('./fix.ts')).fixCommand(),
  report: async () => (await import('./report.ts')).reportCommand(),
  follow: async () => (await import('./follow.ts')).followCommand(),
  serve: async () => (await import('./serve.ts')).serveCommand(),
  project: async () => (await import('./project.ts')).projectCommand(),
  token: async () => (await import('./token.ts')).tokenCommand(),
  hooks: async () => (await import('./hooks.ts')).hooksCommand(),
  backup: async () => (await import('./backup.ts')).backupCommand(),
  restore: async () => (await import('./backup.ts')).restoreCommand(),
  'no-sandbox': async () => (await import('./no-sandbox.ts')).noSandboxCommand(),
  mcp: async () => (await import('./mcp.ts')).mcpCommand(),
  approve: async () => (await import('./approve.ts')).approveCommand(),
  lsp: async () => (await import('./lsp.ts')).lspCommand(),
};

const program = new Command('errata')
  .description('From a production error to a verified, reviewed fix.')
  .version(manifest.version, '-V, --version', 'print the version')
  .exitOverride()
  .showHelpAfterError('(errata --help says how)')
  .configureHelp({ showGlobalOptions: true });

for (const load of wanted(process.argv[2])) {
  const command = await load();
  command.copyInheritedSettings(program).showHelpAfterError(`(errata ${command.name()} --help says how)`);
  program.addCommand(command);
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
