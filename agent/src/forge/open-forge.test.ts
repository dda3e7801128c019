import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Repository } from '../git/repository.ts';
import { useCredentials } from './credentials.ts';
import { type OpenedForge, openForge } from './open-forge.ts';
import { ScratchApi } from './scratch-api.ts';

const aliases = { expanded: (url: string) => url, sshHost: (name: string) => name };

describe('opening the forge of a remote', () => {
  let folder: string;
  let repository: Repository;
  let api: ScratchApi;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-open-forge-'));
    execFileSync('git', ['init', '-q'], { cwd: folder });
    execFileSync('git', ['config', 'credential.helper', ''], { cwd: folder });
    repository = await Repository.open(folder);
    api = await ScratchApi.start();
  });
  afterEach(async () => {
    useCredentials({ hosts: [], ask: async () => undefined });
    await api[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const open = (kind: 'github' | 'gitlab' | 'gitea' | 'git', signal?: AbortSignal): Promise<OpenedForge> =>
    openForge(
      repository,
      { url: `${api.url}/Acme/shop.git`, aliases },
      { forges: { [new URL(api.url).host]: kind } },
      signal,
    );
  const why = (opened: OpenedForge) => ('reason' in opened ? opened.reason : opened.forge.place.forge);

  for (const kind of ['github', 'gitlab', 'gitea'] as const) {
    it(`talks to it with the token that there is for it (${kind})`, async () => {
      const { host } = new URL(api.url);
      useCredentials({ hosts: [host], ask: async () => ({ username: 'ada', password: 'canary-1' }) });
      const opened = await open(kind);
      assert.ok('forge' in opened, why(opened));
      assert.deepEqual(opened.forge.place, { forge: kind, host, repository: 'acme/shop' });
      await assert.rejects(opened.forge.read(1), { name: 'ForgeError', reason: 'not-found' });
      assert.match(JSON.stringify(api.asked[0]?.headers), /canary-1/);
    });

    it(`says what to do where there is no token (${kind})`, async () => {
      const opened = await open(kind);
      assert.ok('reason' in opened);
      assert.equal(opened.reason, 'no-token');
      assert.match(opened.message, new RegExp(`no token for ${new URL(api.url).host}: .*TOKEN`));
      assert.equal(opened.remote?.place.forge, kind);
      assert.deepEqual(api.asked, []);
    });
  }

  it('is plain git where that is all there is', async () => {
    assert.equal(why(await open('git')), 'plain');
    assert.equal(why(await openForge(repository, { url: '/srv/git/shop.git', aliases })), 'plain');
    assert.equal(why(await openForge(repository, { url: `${api.url}/a/b`, aliases })), 'plain');
  });

  it('says that it cannot be reached', async () => {
    for (const path of ['v3/meta', 'v4/version', 'v1/version'])
      api.on(`GET /api/${path}`, { isBroken: true });
    const opened = await openForge(repository, { url: `${api.url}/a/b`, aliases });
    assert.equal(why(opened), 'unreachable');
  });

  it('stops when it is told to', async () => {
    await assert.rejects(open('github', AbortSignal.abort()), { reason: 'cancelled' });
  });
});
