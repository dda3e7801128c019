import { Command, CommanderError } from 'commander';
import { backupCommand, restoreCommand } from './backup.ts';
import { doctorCommand } from './doctor.ts';
import { exitCodeOf, exitCodes, reasonOf } from './exit.ts';
import { fixCommand } from './fix.ts';
import { issuesCommand } from './issues.ts';
import { locateCommand } from './locate.ts';
import { lspCommand } from './lsp.ts';
import { endWithNpx } from './npx.ts';
import { Output } from './output.ts';
import { projectCommand } from './project.ts';
import { serveCommand } from './serve.ts';
import { tokenCommand } from './token.ts';

const program = new Command('errata')
  .description('From a production error to a verified, reviewed fix.')
  .exitOverride()
  .showHelpAfterError('(errata --help says how)')
  .configureHelp({ showGlobalOptions: true });

for (const command of [
  serveCommand(),
  backupCommand(),
  restoreCommand(),
  projectCommand(),
  tokenCommand(),
  issuesCommand(),
  locateCommand(),
  fixCommand(),
  doctorCommand(),
  lspCommand(),
]) {
  program.addCommand(command.copyInheritedSettings(program));
}

endWithNpx();
process.exitCode = await run(process.argv);

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
