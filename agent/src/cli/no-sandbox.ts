import { Command } from 'commander';
import { Repository } from '../git/repository.ts';
import {
  giveConsent,
  hasConsented,
  WHAT_NO_SANDBOX_MEANS,
  withdrawConsent,
} from '../sandbox/unsandboxed/consent.ts';
import { CommandError } from './exit.ts';
import { Output } from './output.ts';

interface Options {
  repo: string;
  agree?: true;
  withdraw?: true;
  json?: true;
}

/** `errata no-sandbox`: what doing without a sandbox means, and a person's yes or no to that for one repository. */
export function noSandboxCommand(): Command {
  return new Command('no-sandbox')
    .description('Say what it means to do without a sandbox, and agree to it for a repository.')
    .option('--repo <folder>', 'the repository', '.')
    .option('--agree', 'agree to run the code of this repository without a sandbox')
    .option('--withdraw', 'agree no more')
    .option('--json', 'print one JSON document')
    .action(noSandbox);
}

async function noSandbox(options: Options): Promise<void> {
  if (options.agree && options.withdraw)
    throw new CommandError('bad-usage', 'Agree or withdraw, but not both.');
  const { root } = await Repository.open(options.repo);
  if (options.agree) await giveConsent(root);
  if (options.withdraw) await withdrawConsent(root);
  const agreed = await hasConsented(root);
  const state = agreed
    ? `You agreed to that for ${root}: errata fix --no-sandbox works there. To agree no more: errata no-sandbox --withdraw`
    : `You did not agree to that for ${root}. To agree: errata no-sandbox --agree`;
  new Output(options.json === true).result(
    { repository: root, agreed },
    () => `${WHAT_NO_SANDBOX_MEANS}\n\n${state}`,
  );
}
