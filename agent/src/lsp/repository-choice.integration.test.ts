import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { Repository } from '../git/repository.ts';
import { remotesOf } from '../git/repository-remotes.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { scratchEvent } from '../locate/scratch-event.ts';
import { RepositoryChoice } from './repository-choice.ts';
import { Workspace } from './workspace.ts';

const files = { 'src/price.ts': 'export function price(item) {\n  return item.rate.value;\n}\n' };
const frame = {
  file: '/app/src/price.ts',
  line: 2,
  function: 'price',
  contextLine: '  return item.rate.value;',
};
const issue = { id: 'SHOP-1', project: 'shop' } as Issue;

describe('RepositoryChoice', () => {
  const scratches: ScratchRepository[] = [];
  let shop: string;
  let fork: string;
  let other: string;
  /** Three repositories, of which two have the same code: the trace alone says nothing. */
  before(async () => {
    shop = await repository(files, ['origin', 'git@github.com:Acme/shop.git']);
    fork = await repository(
      files,
      ['origin', 'https://ada:secret@github.com/ada/shop'],
      ['upstream', 'gh:acme/store'],
    );
    await scratches[1]?.git('config', 'url.ssh://git@github.com:22/.insteadOf', 'gh:');
    other = await repository({ 'lib/run.ts': 'run();\n' });
  });
  after(async () => {
    for (const scratch of scratches) await scratch.dispose();
  });

  async function repository(files: Record<string, string>, ...remotes: [string, string][]): Promise<string> {
    const scratch = await ScratchRepository.create();
    scratches.push(scratch);
    await scratch.commit({ message: 'one', files });
    for (const [name, url] of remotes) await scratch.git('remote', 'add', name, url);
    return scratch.root;
  }

  async function choose(
    about: { setting?: string; announced?: string[]; event?: Partial<Event>; folders?: string[] } = {},
  ): Promise<{ root: string | undefined; reason: string }> {
    await using workspace = new Workspace();
    await workspace.setFolders(about.folders ?? [other, shop, fork]);
    const choice = new RepositoryChoice({
      settings: about.setting === undefined ? {} : { Shop: about.setting },
      announced: async () => about.announced ?? [],
    });
    const event = { ...scratchEvent([frame]), ...about.event };
    const { open, reason } = await choice.choose(issue, event, await workspace.repositories());
    return { root: open?.repository.root, reason };
  }

  it('takes the one that the release was announced for, whatever the form of its name', async () => {
    const told: [string, string][] = [
      ['acme/shop', shop],
      ['https://github.com/acme/shop/', shop],
      ['ssh://git@ssh.github.com:443/acme/shop.git', shop],
      ['ada/shop', fork],
      ['Acme / Store', fork],
      ['git@github.com:acme/store.git', fork],
    ];
    for (const [name, root] of told) {
      const chosen = await choose({ announced: ['other/unknown', name] });
      assert.equal(chosen.root, root, name);
      assert.match(chosen.reason, /^its release is made of other\/unknown, /);
    }
    const tags = { 'git.repository_url': 'https://token@github.com/ada/shop.git' };
    const tagged = await choose({ event: { tags } });
    assert.deepEqual(tagged, {
      root: fork,
      reason: 'its release is made of https://github.com/ada/shop.git',
    });
    const contexts = { resource: { 'vcs.repository.url.full': 'https://github.com/ada/shop' } };
    assert.equal((await choose({ event: { contexts } })).root, fork);
  });

  it('goes by the trace where nothing that is open was announced', async () => {
    const plain = await choose({ folders: [other, fork] });
    assert.deepEqual(plain, { root: fork, reason: 'its trace fits best there' });
    const unknown = await choose({ folders: [other, fork], announced: ['acme/billing'] });
    const reason = 'its trace fits best there, though its release is made of acme/billing';
    assert.deepEqual(unknown, { root: fork, reason });
  });

  it('does as a person has set it: by remote, by folder, by a folder inside, by name', async () => {
    await mkdir(path.join(fork, 'src/deep'), { recursive: true });
    for (const setting of [
      'ada/shop',
      'https://github.com/ada/shop.git',
      'gh:acme/store',
      fork,
      `${fork}/`,
      path.join(fork, 'src/deep'),
      path.basename(fork),
    ]) {
      const chosen = await choose({ setting, announced: ['acme/shop'] });
      assert.equal(chosen.root, fork, setting);
      assert.match(chosen.reason, /^errata\.repositories names .* for shop$/);
    }
  });

  it('says why none is chosen', async () => {
    const start = 'repository not matched: ';
    const reasons: [Parameters<typeof choose>[0], string][] = [
      [{ setting: 'acme/gone' }, 'errata.repositories names acme/gone for shop, which is not open'],
      [{ setting: `${shop}-2` }, `errata.repositories names ${shop}-2 for shop, which is not open`],
      [{ setting: other }, `errata.repositories names ${other} for shop, and no frame of the trace is there`],
      [{ folders: [other] }, 'no frame of the trace is in the folders that are open'],
      [
        { folders: [other, await repository({ 'a.ts': '' })], announced: ['acme/shop'] },
        'its release is made of acme/shop, and no frame of the trace is in the folders that are open',
      ],
      [{ folders: [] }, 'no repository is open'],
    ];
    for (const [about, reason] of reasons) {
      assert.deepEqual(await choose(about), { root: undefined, reason: start + reason });
    }
  });

  it('reads aliases of the git and ssh settings', async () => {
    const scratch = scratches[0];
    await scratch?.git('remote', 'add', 'work', 'work-github:acme/tools.git');
    const config = path.join(shop, '.git/ssh-config');
    await writeFile(config, 'Host work-*\n  HostName github.com\n');
    const { names } = await remotesOf(await Repository.open(shop), config);
    assert.deepEqual(names, [
      { host: 'github.com', path: 'acme/shop' },
      { host: 'github.com', path: 'acme/tools' },
    ]);
  });
});
