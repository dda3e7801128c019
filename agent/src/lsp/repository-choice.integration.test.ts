import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { Repository } from '../git/repository.ts';
import { remotesOf } from '../git/repository-remotes.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { scratchEvent } from '../locate/scratch-event.ts';
import { BelongingMemory } from './belonging-memory.ts';
import { RepositoryChoice } from './repository-choice.ts';
import { Workspace } from './workspace.ts';

const files = { 'src/price.ts': 'export function price(item) {\n  return item.rate.value;\n}\n' };
const frame = {
  file: '/app/src/price.ts',
  line: 2,
  function: 'price',
  contextLine: '  return item.rate.value;',
};
const issue = { id: 'SHOP-1', project: 'online' } as Issue;

interface Asked {
  setting?: string;
  announced?: string[];
  event?: Partial<Event>;
  issue?: Partial<Issue>;
  frames?: Parameters<typeof scratchEvent>[0];
  folders?: string[];
  projects?: number;
}

describe('RepositoryChoice', () => {
  let memories = 0;
  const scratches: ScratchRepository[] = [];
  let folder: string;
  let memory: BelongingMemory;
  let shop: string;
  let fork: string;
  let other: string;
  /** Three repositories, of which two have the same code: the trace alone says nothing. */
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'errata-choice-'));
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
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    memory = new BelongingMemory(path.join(folder, `${memories++}.json`), '');
  });

  async function repository(files: Record<string, string>, ...remotes: [string, string][]): Promise<string> {
    const scratch = await ScratchRepository.create();
    scratches.push(scratch);
    await scratch.commit({ message: 'one', files });
    for (const [name, url] of remotes) await scratch.git('remote', 'add', name, url);
    return scratch.root;
  }

  async function choose(
    about: Asked = {},
  ): Promise<{ root: string | undefined; reason: string; unsure?: readonly string[] }> {
    await using workspace = new Workspace();
    await workspace.setFolders(about.folders ?? [other, shop, fork]);
    const choice = new RepositoryChoice({
      settings: about.setting === undefined ? {} : { Online: about.setting },
      memory,
      projects: async () => about.projects ?? 2,
      releases: async () => ({ announced: [], repositories: about.announced ?? [] }),
    });
    const event = { ...scratchEvent(about.frames ?? [frame]), ...about.event };
    const repositories = await workspace.repositories();
    const chosen = await choice.choose({ ...issue, ...about.issue }, event, repositories);
    const { open, reason } = chosen;
    const unsure = open === undefined ? chosen.unsure : undefined;
    return { root: open?.repository.root, reason, ...(unsure && { unsure }) };
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

  it('goes by the trace where nothing was announced, and asks where that speaks against what was', async () => {
    const plain = await choose({ folders: [other, fork] });
    assert.deepEqual(plain, { root: fork, reason: 'the code that the trace quotes stands in src/price.ts' });
    const elsewhere = await choose({ folders: [other, fork], announced: ['acme/billing'] });
    assert.equal(elsewhere.root, undefined);
    assert.match(elsewhere.reason, /^it is not certain that this is an error of .*acme\/billing/);
    assert.deepEqual(elsewhere.unsure, [fork]);
  });

  it('asks a person which of two it is that have the same code, and remembers what they say', async () => {
    const asked = await choose();
    assert.deepEqual([asked.root, asked.unsure?.toSorted()], [undefined, [shop, fork].toSorted()]);
    assert.match(asked.reason, /it may as well be one of/);
    await memory.tell(issue, [other, shop, fork], fork);
    assert.deepEqual(await choose(), { root: fork, reason: 'you said so' });
    // What was said of one error counts for others of its project, as far as it goes.
    const next = { id: 'SHOP-2' };
    assert.equal((await choose({ issue: next })).root, fork);
    await memory.tell({ ...issue, ...next }, [other, shop, fork], undefined);
    const none = await choose({ issue: next });
    assert.equal(
      none.reason,
      'repository not matched: you said that it is not one of the folders that are open',
    );
  });

  it('remembers of a project where its errors were for certain', async () => {
    const path = { frames: [{ file: '/app/src/price.ts', line: 2, function: 'price' }], folders: [shop] };
    const first = await choose(path);
    assert.deepEqual([first.root, first.unsure], [undefined, [shop]]);
    const { version } = memory;
    await choose({ folders: [shop] });
    assert.notEqual(memory.version, version);
    assert.equal((await choose(path)).root, shop);
    assert.equal((await choose({ ...path, issue: { project: 'billing' } })).root, undefined);
  });

  it('takes what nothing speaks against for the only repository that is known', async () => {
    const plain = { frames: [{ file: '/app/src/price.ts', line: 2 }] };
    const alone = { root: shop, reason: 'no other repository is known that it could be of' };
    assert.deepEqual(await choose({ ...plain, folders: [shop], projects: 1 }), alone);
    assert.equal((await choose({ ...plain, folders: [shop] })).root, undefined);
    assert.equal((await choose({ ...plain, folders: [shop, other], projects: 1 })).root, undefined);
    const contextLine = 'const rate = 1;';
    const another = { frames: [{ file: '/app/src/price.ts', line: 2, contextLine }] };
    const none = await choose({ ...another, folders: [shop], projects: 1 });
    assert.deepEqual([none.root, none.unsure], [undefined, undefined]);
    await memory.saw('online', fork);
    assert.equal((await choose({ ...plain, folders: [shop], projects: 1 })).root, undefined);
  });

  it('gives errors of a closed repository to no other one that was made from the same template', async () => {
    const shared = { 'src/serve.ts': 'export function serve(request) {\n  return request.body.text;\n}\n' };
    const one = await repository({ ...shared, 'src/one.ts': 'startTheFirst();\n' });
    const two = await repository({ ...shared, 'src/two.ts': 'two();\n' });
    const [file, contextLine] = ['/app/src/serve.ts', '  return request.body.text;'];
    const served = { file, line: 2, function: 'serve', contextLine };
    // A frame of its own shows that the project is of the first one.
    const own = { file: '/app/src/one.ts', line: 1, contextLine: 'startTheFirst();' };
    assert.equal((await choose({ frames: [own, served], folders: [one, two] })).root, one);
    assert.equal((await choose({ frames: [served], folders: [one, two] })).root, one);
    const closed = await choose({ frames: [served], folders: [two] });
    const reason = `repository not matched: it is one of ${path.basename(one)}, which is not open`;
    assert.deepEqual(closed, { root: undefined, reason });
    // Errors of another project may well be there.
    assert.equal((await choose({ frames: [served], folders: [two], issue: { project: 'b' } })).root, two);
  });

  it('takes either of two checkouts of one repository', async () => {
    const clone = path.join(folder, 'clone');
    await scratches[0]?.git('clone', '--quiet', shop, clone);
    await scratches[0]?.git('-C', clone, 'remote', 'set-url', 'origin', 'https://github.com/acme/shop');
    assert.ok([shop, clone].includes((await choose({ folders: [shop, clone] })).root ?? ''));
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
      assert.match(chosen.reason, /^errata\.repositories names .* for online$/);
    }
  });

  it('says why none is chosen', async () => {
    const start = 'repository not matched: ';
    const reasons: [Parameters<typeof choose>[0], string][] = [
      [{ setting: 'acme/gone' }, 'errata.repositories names acme/gone for online, which is not open'],
      [{ setting: `${shop}-2` }, `errata.repositories names ${shop}-2 for online, which is not open`],
      [
        { setting: other },
        `errata.repositories names ${other} for online, and no frame of the trace is there`,
      ],
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
