import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Round } from '@errata/protocol/round';
import { Command, Option } from 'commander';
import type { LogCenterClient } from '../center/client.ts';
import { connectLogCenter } from '../center/connect.ts';
import { LogCenterError } from '../center/error.ts';
import { Subscription } from '../center/subscription.ts';
import { Follower, type FollowerOptions } from '../follow/follower.ts';
import { Places } from '../follow/places.ts';
import { Repository } from '../git/repository.ts';
import { holderHere, personHere } from '../workflow/holder.ts';
import type { RoundSettings } from '../workflow/rounds/round-work.ts';
import { RoundWorker } from '../workflow/rounds/round-worker.ts';
import { type EngineOptions, enginesFrom, withEngineOptions } from './engine-options.ts';
import { exitCodes } from './exit.ts';
import { answerNews, changeNews, type News, roundNews } from './follow-news.ts';
import { type ForgeOption, withForgeOption } from './forge-option.ts';
import { Output, printable } from './output.ts';

/** `errata follow`: what an editor does for the pull requests of its folders, without one. */
export function followCommand(): Command {
  const command = new Command('follow')
    .description(
      'Follow the pull requests of these repositories: tell the log center how they are, answer what was deployed with which fix, and make other versions when reviewers or checks ask for them.',
    )
    .argument('[folders...]', 'the repositories', ['.'])
    .option('--once', 'do all that is due, and end')
    .addOption(
      new Option('--sandbox <kind>', 'the sandbox to use; without it, the best that works').choices([
        'docker',
        'bubblewrap',
        'namespaces',
      ]),
    )
    .option('--test-command <command>', 'what runs all tests; without it, it is found from the project')
    .option('--install', 'install missing dependencies, apart from the folder; this reaches the network');
  return withForgeOption(withEngineOptions(command))
    .option('--log-center <url>', 'log center to work with; without it, your embedded one')
    .option('--json', 'print one JSON document a line')
    .action(async (folders: string[], options: FollowOptions) => {
      process.exitCode = await follow(folders, options);
    });
}

interface FollowOptions extends EngineOptions, ForgeOption {
  once?: true;
  sandbox?: RoundSettings['sandbox'];
  testCommand?: string;
  install?: true;
  logCenter?: string;
  json?: true;
}

async function follow(folders: readonly string[], options: FollowOptions): Promise<number> {
  const engines = enginesFrom(options);
  const repositories = await Promise.all(folders.map(folder => Repository.open(folder)));
  const teller = new Teller(new Output(options.json === true));
  const connect = () => connectLogCenter({ url: options.logCenter });
  let client: LogCenterClient | undefined = await connect();
  const places = new Places(() => repositories, options.forge);
  const current = () => {
    if (client !== undefined) return client;
    throw new LogCenterError('unreachable', 'There is no log center at the moment.');
  };
  const { sandbox, testCommand, install } = options;
  const worker = new RoundWorker({
    ...{ places, holder: holderHere('errata follow') },
    settings: { sandbox, testCommand, install, engines },
    ...{ client: current, connect },
    report: message => teller.listener.log?.(message),
    trouble: message => teller.trouble(message),
    told: round => teller.round(round),
  });
  await using follower = new Follower({
    ...{ places, by: personHere(), client: current, work: worker.work.bind(worker) },
    ...teller.listener,
  });
  if (options.once) {
    await follower.once();
    return teller.troubled ? exitCodes.noResult : exitCodes.done;
  }
  using _ = new Subscription(connect, {
    connected: connected => {
      client = connected;
    },
    message: message => follower.heard(message),
    disconnected: error => {
      client = undefined;
      teller.trouble(error.message);
    },
  });
  await new Promise<void>(resolve => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  return exitCodes.done;
}

/** Prints what happened, once. */
class Teller {
  troubled = false;
  readonly #output: Output;
  readonly #known = new Map<string, FollowedPullRequest>();
  #trouble = '';

  constructor(output: Output) {
    this.#output = output;
  }

  get listener(): Pick<FollowerOptions, 'begun' | 'changed' | 'answered' | 'trouble' | 'log'> {
    return {
      begun: pullRequest => this.#see(pullRequest),
      changed: pullRequest => this.#see(pullRequest),
      answered: (question, answer) => this.tell(answerNews(question, answer)),
      trouble: message => this.trouble(message),
      log: message => this.#output.progress(message),
    };
  }

  tell(news: News): void {
    const { text, ...document } = news;
    process.stdout.write(this.#output.json ? `${JSON.stringify(document)}\n` : `${printable(text)}\n`);
  }

  round(round: Round): void {
    this.tell(roundNews(round, this.#known.get(round.pullRequest)));
  }

  trouble(message: string): void {
    this.troubled = true;
    if (message !== this.#trouble) this.#output.progress(message);
    this.#trouble = message;
  }

  #see(pullRequest: FollowedPullRequest): void {
    const before = this.#known.get(pullRequest.id);
    this.#known.set(pullRequest.id, pullRequest);
    for (const news of changeNews(before, pullRequest)) this.tell(news);
  }
}
