import assert from 'node:assert/strict';
import type { Forge as ForgeClient } from '../../agent/src/forge/forge.ts';
import { ForgeError, type ForgeFailure } from '../../agent/src/forge/forge-error.ts';
import { openGitea } from '../../agent/src/forge/gitea/gitea.ts';
import { openGithub } from '../../agent/src/forge/github/github.ts';
import { openGitlab } from '../../agent/src/forge/gitlab/gitlab.ts';
import type { Trouble } from '../forge/faults.ts';
import { Forge } from '../forge/forge.ts';
import type { Account } from '../forge/model.ts';

const clients = { github: openGithub, gitlab: openGitlab, gitea: openGitea };
const kinds = ['github', 'gitlab', 'gitea'] as const;
const opening = /^POST .*(?:pulls|merge_requests)$/;

for (const kind of kinds) {
  describe(`trouble with ${kind}`, () => {
    let forge: Forge;
    let ada: Account;
    let client: ForgeClient;

    const open = (token: string) =>
      clients[kind]({
        api: forge.api,
        token,
        tokenFrom: 'a test',
        place: { forge: kind, host: forge.host, repository: forge.path },
      });

    beforeEach(async () => {
      forge = await Forge.start({ kind });
      ada = forge.user('ada', { rights: 'write' });
      client = await open(ada.token);
    });
    afterEach(() => forge[Symbol.asyncDispose]());

    const branch = 'errata/a-1';
    const wanted = { title: 'fix: a', body: '', base: 'main', draft: false, branch };
    const failure = (reason: ForgeFailure) => (error: unknown) => {
      assert.ok(ForgeError.is(error, reason), String(error));
      assert.ok(!JSON.stringify([error.message, error.stack, String(error.cause)]).includes(ada.token));
      return true;
    };
    const sent = (match: RegExp) =>
      forge.requests.filter(({ method, path }) => match.test(`${method} ${path}`)).length;

    it('is told by its reason, and nothing that writes is sent twice', async () => {
      await forge.pushAs(ada, branch, { 'a.js': 'a\n' });
      const troubles: readonly [Trouble, ForgeFailure][] = [
        ['bad-token', 'token-refused'],
        ['missing-scope', 'forbidden'],
        ['forbidden', 'forbidden'],
        ['not-found', 'not-found'],
        ['conflict', 'conflict'],
        ['invalid', 'invalid'],
        ['rate-limit', 'rate-limited'],
        ['secondary-limit', 'rate-limited'],
        ['failed', 'forge-failed'],
        ['unavailable', 'forge-failed'],
        ['cut', 'unreachable'],
      ];
      for (const [at, [trouble, reason]] of troubles.entries()) {
        forge.fault(opening, trouble, 9);
        await assert.rejects(client.open(wanted), failure(reason), trouble);
        assert.equal(sent(opening), at + 1, trouble);
        forge.clearFaults();
      }
      assert.equal(forge.pullRequests().length, 0);
    });

    it('leaves what was done before an answer was lost to be found', async () => {
      await forge.pushAs(ada, branch, { 'a.js': 'a\n' });
      forge.fault(opening, 'cut-after');
      await assert.rejects(client.open(wanted), failure('unreachable'));
      assert.equal(forge.pullRequests().length, 1);
      assert.equal((await client.find({ branch, base: 'main' }))?.number, 1);
    });

    it('is waited for where only something is read', async () => {
      for (const trouble of ['failed', 'unavailable', 'cut', 'cut-after', 'rate-limit'] as const) {
        forge.fault(/^GET /, trouble);
        assert.equal((await client.repository()).account, 'ada', trouble);
      }
    });

    it('is over when whoever asked no longer waits', async () => {
      forge.fault(/^GET /, 'hang', 9);
      const controller = new AbortController();
      forge.onRequest(async () => {
        setImmediate(() => controller.abort());
      });
      await assert.rejects(client.repository(controller.signal), failure('cancelled'));
    });

    it('is a token that this forge does not know', async () => {
      const stranger = await open(`${ada.token}x`);
      await assert.rejects(stranger.repository(), failure('token-refused'));
    });
  });
}
