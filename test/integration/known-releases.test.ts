import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocateReport, locateReportSchema } from '@errata/protocol/cli';
import { ScratchRepository } from '../../agent/src/git/scratch-repository.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { CommandLine } from '../process/command-line.ts';

const file = 'src/cart.js';
const sound = [
  'export function total(cart) {',
  '  const { items } = cart;',
  '  return items.length;',
  '}',
  '',
];

describe('errata locate, with what the log center knows of releases', function () {
  this.timeout(60_000);
  let folder: string;
  let errata: Errata;
  let scratch: ScratchRepository;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-releases-'));
    errata = await Errata.start(folder, []);
    scratch = await ScratchRepository.create();
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await scratch.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function post(path: string, body: unknown): Promise<Record<string, unknown>> {
    const response = await fetch(`${errata.ready.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${errata.ready.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert(response.ok, `${path} ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  }

  const announce = (version: string, commit: string) =>
    post('/api/0/organizations/errata/releases/', {
      version,
      projects: ['default'],
      refs: [{ repository: 'acme/shop', commit }],
    });

  async function crash(release: string, at: string, where: string): Promise<string> {
    const frame = { filename: `/app/${file}`, lineno: 3, function: where, in_app: true };
    const value = `Cannot read properties of undefined (reading '${where}')`;
    const exception = { values: [{ type: 'TypeError', value, stacktrace: { frames: [frame] } }] };
    const event = { platform: 'node', timestamp: at, release, exception };
    return String((await post('/api/v1/events?project=default', event))['issue']);
  }

  async function locate(...args: string[]): Promise<LocateReport> {
    const command = new CommandLine(folder, { XDG_STATE_HOME: join(folder, 'state') });
    const named = ['--repo', scratch.root, '--log-center', errata.ready.url, '--json'];
    const { code, stdout, stderr } = await command.run('locate', ...named, ...args);
    assert.equal(code, 0, stderr);
    return locateReportSchema.parse(JSON.parse(stdout));
  }

  it('knows the commit that was announced, and suspects nothing that ran without the error', async () => {
    const write = (line: number, text: string, message: string) =>
      scratch.commit({ files: { [file]: sound.toSpliced(line, 1, text).join('\n') }, message });
    const good = await write(2, '  return items.length + 1;', 'Count');
    const bad = await write(1, '  const { items } = cart.basket;', 'Baskets');
    await write(1, '  const { items } = cart.basket.now;', 'Later');
    await announce('build-1', good);
    await announce('build-2', bad);
    await crash('build-1', '2026-01-10T00:00:00Z', 'other');
    const issue = await crash('build-2', '2026-01-12T00:00:00Z', 'length');

    const { release, suspects } = await locate('--issue', issue);
    assert.equal(release?.commit, bad);
    assert.equal(release?.how, 'the log center was told of its commit');
    assert.deepEqual(
      suspects.map(each => each.commit),
      [bad],
    );
    const held = await locate('--issue', issue, '--last-good', bad.slice(0, 10));
    assert.equal(held.release?.commit, bad);
    const later = await locate('--issue', issue, '--release', 'nothing', '--last-good', 'HEAD~2');
    assert.equal(later.release?.commit, undefined);
    assert(!later.suspects.some(each => each.commit === good));
  });
});
