import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { approvePush, findPushRequest } from '../mcp/push-request.ts';
import { CommandError, exitCodes } from './exit.ts';
import { printable } from './output.ts';

/** `errata approve`: a person's yes to a push that another assistant asked for. */
export function approveCommand(): Command {
  return new Command('approve')
    .description('Look at what an assistant wants to push through "errata mcp", and agree to it or not.')
    .argument('<code>', 'as the assistant told it')
    .action(async (code: string) => {
      process.exitCode = await approve(code.toUpperCase());
    });
}

async function approve(code: string): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new CommandError('bad-usage', 'Only a person in a terminal can agree to a push.');
  const request = await findPushRequest(code);
  if (request === undefined)
    throw new CommandError('not-found', `Nothing waits for ${code}. It may have run out: ask for it again.`);
  process.stdout.write(`${printable(`${request.diff}\n${request.summary}`)}\n`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question('Type "push" to agree, anything else not to: ');
  terminal.close();
  if (answer.trim() !== 'push') {
    process.stdout.write('Nothing will be pushed.\n');
    return exitCodes.noResult;
  }
  await approvePush(request);
  process.stdout.write('Agreed, for the next 15 minutes and once. Tell the assistant to go on.\n');
  return exitCodes.done;
}
