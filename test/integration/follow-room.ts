import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Follower, type FollowerOptions } from '../../agent/src/follow/follower.ts';
import { Places } from '../../agent/src/follow/places.ts';
import { useCredentials } from '../../agent/src/forge/credentials.ts';
import { openForge } from '../../agent/src/forge/open-forge.ts';
import { Repository } from '../../agent/src/git/repository.ts';
import { remotesOf } from '../../agent/src/git/repository-remotes.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { Forge } from '../forge/forge.ts';

const broken = `export function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`;
const suite = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/total.js';
test('is a function', () => assert.equal(typeof total, 'function'));
`;
const trace = `TypeError: Cannot read properties of undefined (reading 'price')
    at total (/srv/app/src/total.js:4:21)
`;

export const fixed = broken.replace('i <= items', 'i < items');

interface Made
  extends Pick<FollowRoom, 'forge' | 'errata' | 'client' | 'repository' | 'pullRequest' | 'issue'> {
  readonly folder: string;
}

/** A forge, a log center and a checkout, with one error whose fix waits for its review. */
export class FollowRoom implements AsyncDisposable {
  readonly forge: Forge;
  readonly errata: Errata;
  readonly client: LogCenterClient;
  readonly repository: Repository;
  readonly pullRequest: FollowedPullRequest;
  readonly issue: string;
  readonly places: Places;
  readonly troubles: string[] = [];
  readonly folder: string;

  private constructor(made: Made) {
    this.forge = made.forge;
    this.errata = made.errata;
    this.client = made.client;
    this.repository = made.repository;
    this.pullRequest = made.pullRequest;
    this.issue = made.issue;
    this.folder = made.folder;
    const { host, kind } = made.forge;
    this.places = new Places(() => [this.repository], { [host]: kind });
  }

  static async open(kind: Forge['kind'], { leaseSeconds = 30 } = {}): Promise<FollowRoom> {
    const folder = await mkdtemp(join(tmpdir(), 'errata-room-'));
    const files = {
      'src/total.js': broken,
      'test/total.test.js': suite,
      'package.json': '{"type":"module","scripts":{"test":"node --test"}}\n',
    };
    const forge = await Forge.start({ kind, files });
    // Gitea tells who may push to administrators alone.
    const ada = forge.user('ada', { rights: kind === 'gitea' ? 'admin' : 'write' });
    useCredentials({
      hosts: [forge.host],
      ask: async () => ({ username: 'ada', password: ada.token }),
    });
    const git = (cwd: string, ...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@shop.example', ...args], { cwd });
    const clone = join(folder, 'shop');
    git(folder, 'clone', '--quiet', forge.folder, clone);
    git(clone, 'remote', 'set-url', 'origin', forge.cloneUrl);
    git(clone, 'config', 'credential.helper', '');
    await forge.pushAs(ada, 'errata/fix', { 'src/total.js': fixed });
    const errata = await Errata.start(folder, [], { leaseSeconds });
    const client = new LogCenterClient(errata.ready);
    const { issue } = await client.addEvent(new TextEncoder().encode(trace), 'default');
    const repository = await Repository.open(clone);
    const { aliases } = await remotesOf(repository);
    const forges = { [forge.host]: kind };
    const opened = await openForge(repository, { url: forge.cloneUrl, aliases }, { forges });
    if ('reason' in opened) throw new Error(opened.message);
    const seen = await opened.forge.open({
      ...{ title: 'fix: stop at the last item', body: 'What crashed.', base: 'main', draft: false },
      branch: 'errata/fix',
    });
    const { run } = await client.startRun(issue, 'ada');
    const recorded = { run: run.id, by: 'ada', commit: seen.head, seen };
    const pullRequest = await client.follow.record(issue, recorded);
    await client.endRun(run.id, { fence: run.fence, outcome: 'published', reason: 'pushed' });
    return new FollowRoom({ forge, errata, client, repository, pullRequest, issue, folder });
  }

  follower(more: Partial<FollowerOptions> = {}): Follower {
    return new Follower({
      ...{ places: this.places, by: 'ada', client: () => this.client, ...more },
      trouble: said => this.troubles.push(said),
      log: () => undefined,
    });
  }

  async status(): Promise<string> {
    return (await this.client.issue(this.issue)).issue.status;
  }

  /** What we said on the pull request, wherever that stands. */
  said(): string[] {
    const bodies = this.forge.pullRequest(1).talk.map(({ body }) => body);
    return bodies.filter(body => body.includes('<!-- errata:'));
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.repository.root, encoding: 'utf8' }).trim();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    useCredentials({ hosts: [], ask: async () => undefined });
    await this.errata[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true, force: true });
    await this.forge[Symbol.asyncDispose]();
  }
}
