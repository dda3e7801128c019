import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { recommendedCandidate } from '@errata/protocol/proposal';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { ScratchRepository } from '../../agent/src/git/scratch-repository.ts';
import { FixSession } from '../../agent/src/workflow/fix-session.ts';
import { Errata } from '../../examples/demo/errata.ts';

const broken = `export function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`;
const guard = '  if (items === undefined) return 0;\n';
/** What was thought to be the fix: it stops another error than this one. */
const guarded = broken.replace('  let sum', `${guard}  let sum`);
const itsTest = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/total.js';
test('nothing costs nothing', () => assert.equal(total(undefined), 0));
`;

describe('a fix after which the error came back', function () {
  this.timeout(60_000);
  let folder: string;
  let errata: Errata;
  let client: LogCenterClient;
  let scratch: ScratchRepository;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-regressed-'));
    errata = await Errata.start(folder, []);
    client = new LogCenterClient(errata.ready);
    scratch = await ScratchRepository.create();
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await scratch.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const crash = async (release: string, line: number) => {
    const frame = {
      ...{ filename: '/srv/app/src/total.js', lineno: line, colno: 21, function: 'total', in_app: true },
      vars: { items: [{ price: 2 }], sum: 2, i: 1 },
    };
    const value = "Cannot read properties of undefined (reading 'price')";
    const exception = { values: [{ type: 'TypeError', value, stacktrace: { frames: [frame] } }] };
    const event = { platform: 'node', timestamp: new Date().toISOString(), release, exception };
    return (await client.addEvent(new TextEncoder().encode(JSON.stringify(event)), 'default')).issue;
  };

  /** Publishes a commit as the fix of an issue: approved, merged and deployed. */
  async function publish(issue: string, commit: string, version: string) {
    const { run } = await client.startRun(issue, 'ada');
    const about = { engine: 'templates', template: 'javascript/loop-bound', label: 'root-cause' } as const;
    const fix = { ...about, family: 'nothing', offered: 1, kept: 1, edited: false };
    await client.decide(run.id, run.version, { verdict: 'approve', by: 'ada', about: fix });
    const seen: SeenPullRequest = {
      ...{ forge: 'github', host: 'github.com', repository: 'acme/shop', number: 7, title: 'fix: no items' },
      ...{ state: 'open', draft: false, branch: 'errata/fix', head: commit, base: 'main' },
      updatedAt: new Date().toISOString(),
    };
    const opened = await client.follow.record(issue, { run: run.id, by: 'ada', commit, seen });
    await client.endRun(run.id, { fence: run.fence, outcome: 'published', reason: 'pushed' });
    const merged = { ...seen, state: 'merged', merge: { commit, how: 'rebase' } } as const;
    await client.follow.see(opened.id, { by: 'ada', seen: merged });
    await client.follow.announceDeployment({ project: 'default', version, commit });
  }

  it('is told of, suspected, counted, and may be taken back, which is judged like any other fix', async () => {
    const files = {
      'src/total.js': broken,
      'package.json': '{"type":"module","scripts":{"test":"node --test"}}\n',
    };
    await scratch.commit({ files, message: 'Total' });
    const issue = await crash('shop@1', 4);
    const fixes = { 'src/total.js': guarded, 'test/total.test.js': itsTest };
    const fix = await scratch.commit({ files: fixes, message: 'Stop at nothing' });
    await publish(issue, fix, 'shop@2');
    assert.equal(await crash('shop@2', 5), issue);

    const { issue: back, pullRequests } = await client.issue(issue);
    assert.deepEqual([back.status, pullRequests[0]?.issues[0]?.outcome?.kind], ['NEW', 'regressed']);
    await using session = await FixSession.start({
      ...{ issue, folder: scratch.root, holder: 'test', changed: () => undefined },
      connect: async () => client,
    });
    const { diagnosis, proposal, message } = await session.settled();
    assert.ok(proposal, message);

    assert.match(diagnosis?.cause ?? '', /came back in shop@2, which has acme\/shop#7\.$/);
    const suspect = diagnosis?.suspects.find(({ commit }) => commit === fix);
    assert.equal(suspect?.reasons[0], 'it is the fix of acme/shop#7, and the error came back in shop@2');

    const undo = proposal.candidates.find(({ engine }) => engine === 'revert');
    assert.match(undo?.explanation ?? '', /^Take back the earlier fix acme\/shop#7/);
    assert.deepEqual(undo?.changes, [{ path: 'src/total.js', before: guarded, after: broken }]);
    assert.equal(undo?.verification?.verdict, 'rejected');
    const best = recommendedCandidate(proposal);
    assert.equal(best?.verification?.verdict, 'proven');
    assert.match(best?.changes[0]?.after ?? '', /i < items\.length/);
    assert.match(
      best?.confidenceReasons?.join() ?? '',
      /what became of .* 1 taken, 0 not; .* 0 held, 1 did not/,
    );
  });
});
