import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentPids, embeddedCenter } from './agent-process.ts';
import { useWorkbench } from './hooks.ts';
import { packagedExtension } from './packaged.ts';
import { until } from './poll.ts';
import type { TestReport } from './probe/contract.ts';
import { bundleForHost, Probe, packageProbe } from './probe/probe.ts';

/** Runs the tests of `test/host` where they must run: in VS Code's extension host, beside the packaged extension. */
describe('In the extension host', function () {
  this.timeout(120_000);
  let folder: string;
  let repository: string;
  let probe: Probe;
  let report: TestReport | undefined;

  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-host-suite-'));
    repository = join(folder, 'shop');
    await mkdir(repository);
    await writeFile(join(repository, 'cart.txt'), 'empty\n');
    probe = await Probe.start();
    const vsix = await packagedExtension();
    return {
      folder: repository,
      extensions: [vsix, await packageProbe(folder)],
      env: {
        XDG_STATE_HOME: join(folder, 'state'),
        ERRATA_PROBE: String(probe.port),
        ERRATA_PROBE_TIMERS: '1',
      },
    };
  });

  after(async () => {
    const center = folder && (await embeddedCenter(join(folder, 'state')));
    if (center) process.kill(center.pid);
    await probe?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('does not leave an agent behind when the window is loaded again', async () => {
    const { root } = workbench().server;
    await probe.ready();
    const [first] = await until('the agent', async () => {
      const pids = await agentPids(root);
      return pids.length === 1 && pids;
    });
    await workbench().reload(repository);
    const [second] = await until(
      'one other agent',
      async () => {
        const pids = await agentPids(root);
        return pids.length === 1 && pids[0] !== first && pids;
      },
      30_000,
    );
    assert.notEqual(first, second);
  });

  it('passes every test', async () => {
    const bundle = join(folder, 'tests.cjs');
    await bundleForHost(fileURLToPath(new URL('../host/all.ts', import.meta.url)), bundle);
    const mocha = createRequire(import.meta.url).resolve('mocha');
    report = await probe.ask('tests/run', { bundle, mocha });
    for (const title of report.passed) process.stdout.write(`      ✓ ${title}\n`);
    const failed = report.failures.map(({ title, detail }) => `${title}\n${detail}`);
    assert.deepEqual(failed, []);
    assert.ok(report.passed.length >= 15, `there were only ${report.passed.length}`);
  });

  it('ends with the agent gone', async () => {
    assert.deepEqual(await agentPids(workbench().server.root), []);
  });
});
