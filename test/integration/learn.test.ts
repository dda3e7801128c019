import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunView } from '@errata/protocol/agent-rpc';
import { recommendedCandidate } from '@errata/protocol/proposal';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { FixSession } from '../../agent/src/workflow/fix-session.ts';
import { Errata } from '../../examples/demo/errata.ts';

const source = `export function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`;
const trace = `TypeError: Cannot read properties of undefined (reading 'price')
    at total (/srv/app/src/total.js:4:21)
`;

describe('what people said of fixes', () => {
  let folder: string;
  let root: string;
  let errata: Errata;
  let client: LogCenterClient;
  let issue: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-learn-'));
    root = join(folder, 'app');
    await mkdir(join(root, 'src'), { recursive: true });
    await writeFile(join(root, 'package.json'), '{ "name": "app", "type": "module" }\n');
    await writeFile(join(root, 'src', 'total.js'), source);
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      ['-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-qm', 'one'],
    ])
      execFileSync('git', args, { cwd: root });
    errata = await Errata.start(folder, []);
    client = new LogCenterClient(errata.ready);
    issue = (await client.addEvent(new TextEncoder().encode(trace), 'default')).issue;
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const start = () =>
    FixSession.start({
      ...{ issue, folder: root, holder: 'test' },
      connect: async () => client,
      changed: () => undefined,
    });
  const best = ({ stage, proposal, message }: RunView) => {
    const candidate = proposal && recommendedCandidate(proposal);
    assert.ok(stage === 'awaiting-approval' && candidate?.confidence !== undefined, message);
    return { ...candidate, confidence: candidate.confidence, reasons: candidate.confidenceReasons ?? [] };
  };

  it('moves the confidence in the next one like it, in words, out of the log center alone', async () => {
    await using first = await start();
    const plain = best(await first.settled());
    assert.doesNotMatch(plain.reasons.join(), /people said/);
    await first.reject('ada', 'not like this');
    await first[Symbol.asyncDispose]();
    const { decisions } = await client.decisions('default', undefined);
    const { about } = decisions[0] ?? {};
    assert.deepEqual([about?.template, about?.engine], [plain.template, plain.engine]);

    await using second = await start();
    const view = await second.settled();
    const again = view.proposal?.candidates.find(({ id }) => id === plain.id);
    assert.ok((again?.confidence ?? 1) < plain.confidence);
    assert.match(again?.confidenceReasons?.join() ?? '', /people said .*: 0 taken, 1 not/);
    const own = again?.changes.map(change => ({ ...change, after: `${change.after}// mine\n` })) ?? [];
    await second.approve('ada', { changes: own, looked: plain.id });
    await second[Symbol.asyncDispose]();
    const [approved] = (await client.decisions('default', undefined)).decisions;
    assert.deepEqual([approved?.verdict, approved?.about?.edited], ['approve', true]);

    await using third = await start();
    const now = (await third.settled()).proposal?.candidates.find(({ id }) => id === plain.id);
    // One word for it and one against.
    assert.ok((now?.confidence ?? 0) > (again?.confidence ?? 1));
  });
});
