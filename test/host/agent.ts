import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { sharedWatch } from '../editor/probe/shared.ts';
import { runningProcesses } from '../process/processes.ts';
import { eventually } from './folder.ts';

/** What the extension in this host has started and still runs. */
export async function agents(): Promise<number[]> {
  const all = await runningProcesses();
  return all
    .filter(
      ({ parent, argv }) => parent === process.pid && argv.some(text => text.includes('errata.errata-')),
    )
    .map(({ pid }) => pid);
}

const oneOther = (former: number) =>
  eventually('another agent', async () => {
    const [pid, ...more] = await agents();
    return more.length === 0 && pid !== undefined && pid !== former && pid;
  });

describe('the agent of the extension', () => {
  const settings = () => vscode.workspace.getConfiguration('errata');
  const told = () => sharedWatch().api.messages.filter(({ text }) => text.includes('agent is not running'));

  it('runs once', async () => {
    const running = await eventually('an agent', async () => {
      const pids = await agents();
      return pids.length > 0 && pids;
    });
    assert.equal(running.length, 1);
  });

  it('is another one after a setting that it was started with has changed, and only then', async () => {
    const [former = 0] = await agents();
    await vscode.workspace
      .getConfiguration('editor')
      .update('fontSize', 13, vscode.ConfigurationTarget.Global);
    assert.deepEqual(await agents(), [former]);
    await settings().update('testCommand', 'npm test', vscode.ConfigurationTarget.Workspace);
    const changed = await oneOther(former);
    await settings().update('testCommand', undefined, vscode.ConfigurationTarget.Workspace);
    await oneOther(changed);
    assert.deepEqual(told(), []);
  });

  it('is one and not two when settings change while it is being started again', async () => {
    const [former = 0] = await agents();
    await settings().update('testCommand', 'npm test', vscode.ConfigurationTarget.Workspace);
    await settings().update('sandbox', 'namespaces', vscode.ConfigurationTarget.Global);
    await settings().update('sandbox', undefined, vscode.ConfigurationTarget.Global);
    await settings().update('testCommand', undefined, vscode.ConfigurationTarget.Workspace);
    await oneOther(former);
    await vscode.commands.executeCommand('errata.retry');
    assert.equal((await agents()).length, 1);
  });

  it('is started again when it is killed, four times, and at the fifth the person is told why not', async () => {
    // A person's word begins the count anew.
    await vscode.commands.executeCommand('errata.retry');
    for (let kill = 1; kill <= 5; kill++) {
      const [pid = 0] = await eventually('an agent to kill', async () => {
        const pids = await agents();
        return pids.length === 1 && pids;
      });
      process.kill(pid, 'SIGKILL');
      if (kill < 5) await oneOther(pid);
    }
    const [message, ...more] = await eventually('the message', () => told().length > 0 && told());
    assert.match(message?.text ?? '', /five times in three minutes/);
    assert.deepEqual(more, []);
    assert.deepEqual(await agents(), []);
  });

  it('is started by a word of the person all the same', async () => {
    await vscode.commands.executeCommand('errata.retry');
    assert.equal((await agents()).length, 1);
  });
});
