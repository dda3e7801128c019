import assert from 'node:assert/strict';
import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { Forge as ForgeClient } from '../../agent/src/forge/forge.ts';
import { openGitea } from '../../agent/src/forge/gitea/gitea.ts';
import { openGithub } from '../../agent/src/forge/github/github.ts';
import { openGitlab } from '../../agent/src/forge/gitlab/gitlab.ts';
import { Forge } from '../forge/forge.ts';
import type { Account } from '../forge/model.ts';

const openers = { github: openGithub, gitlab: openGitlab, gitea: openGitea };

/** A forge with a repository, two people who may push there, and our client as the first of them. */
export class ForgeRoom implements AsyncDisposable {
  readonly forge: Forge;
  readonly ada: Account;
  readonly bob: Account;
  readonly client: ForgeClient;

  private constructor(forge: Forge, people: { ada: Account; bob: Account }, client: ForgeClient) {
    this.forge = forge;
    this.ada = people.ada;
    this.bob = people.bob;
    this.client = client;
  }

  static async open(kind: Forge['kind']): Promise<ForgeRoom> {
    const repository = kind === 'gitlab' ? 'acme/web/shop' : 'acme/shop';
    const forge = await Forge.start({ kind, repository, files: { 'a.js': 'one\ntwo\nthree\n' } });
    // Gitea tells who may push to administrators alone.
    const ada = forge.user('ada', { rights: kind === 'gitea' ? 'admin' : 'write' });
    const bob = forge.user('bob', { rights: 'write' });
    return new ForgeRoom(forge, { ada, bob }, await clientOf(forge, ada));
  }

  /** Our client as another account. */
  as(account: Account): Promise<ForgeClient> {
    return clientOf(this.forge, account);
  }

  async pullRequest(
    branch = 'errata/a-1',
    draft = false,
  ): Promise<{ head: string; pull: SeenPullRequest; number: number }> {
    const { forge, ada, client } = this;
    const head = await forge.pushAs(ada, branch, { 'a.js': 'one\n2\nthree\n' }, { message: 'fix: two\n' });
    const pull = await client.open({ title: 'fix: two', body: 'Why.', base: 'main', draft, branch });
    assert.ok(pull.number !== undefined);
    return { head, pull, number: pull.number };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.forge[Symbol.asyncDispose]();
  }
}

function clientOf({ kind, api, host, path }: Forge, { token }: Account): Promise<ForgeClient> {
  const place = { forge: kind, host, repository: path };
  return openers[kind]({ api, token, tokenFrom: 'a test', place });
}
