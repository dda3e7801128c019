import assert from 'node:assert/strict';
import { type ChildProcess, execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import type { Ready } from '@errata/protocol/center-record';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { until } from '../editor/poll.ts';
import { Forge } from '../forge/forge.ts';
import { LanguageClient } from '../integration/language-client.ts';
import { LogCenterProcess } from '../integration/log-center-process.ts';
import { CommandLine, type Finished } from '../process/command-line.ts';
import { Gate, type Passing } from '../process/gate.ts';

const files = {
  'package.json': '{"type":"module","scripts":{"test":"node --test"}}\n',
  'src/total.js': `export function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`,
  'test/total.test.js': `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/total.js';
test('counts nothing', () => assert.equal(typeof total, 'function'));
`,
  CODEOWNERS: '* @bob\n',
};
const trace = (name: string) =>
  new TextEncoder().encode(`TypeError: Cannot read properties of undefined (reading 'price')
    at ${name} (/srv/app/src/total.js:4:21)
`);
export const git = async (cwd: string, ...args: string[]) =>
  (await promisify(execFile)('git', args, { cwd, encoding: 'utf8' })).stdout.trim();

/** Its errors come without the values that would raise them again: what fixes them is not proven. */
export const publishing = ['--publish', '--plausible'];

/** Whose process is killed, at which request while a fix is published, and whether that was carried out by then. */
export interface Death {
  readonly of: 'agent' | 'log center';
  readonly at: number;
  readonly phase: 'before' | 'after';
}

/** A request of an agent that publishes. */
export interface Step extends Passing {
  readonly to: 'forge' | 'log center';
}

/** A developer's machine, with a log center and a forge of its own. */
export class Machine implements AsyncDisposable {
  readonly forge: Forge;
  readonly #folder: string;
  readonly #gate: Gate;
  readonly #center: Gate;
  readonly #commands: CommandLine;
  readonly #token: string;
  #process: LogCenterProcess;
  #client: LogCenterClient;
  /** How a run stands that awaits approval, with the names in it that are another in every run. */
  #waiting: { snapshot: string; issue: string; run: string } | undefined;
  #issues = 0;

  private constructor(
    folder: string,
    forge: Forge,
    gates: { forge: Gate; center: Gate },
    process: LogCenterProcess,
    ready: Ready,
  ) {
    this.#folder = folder;
    this.forge = forge;
    this.#gate = gates.forge;
    this.#center = gates.center;
    this.#process = process;
    this.#client = new LogCenterClient(ready);
    this.#token = ready.token;
    this.#commands = new CommandLine(folder, { ERRATA_TOKEN: ready.token });
  }

  static async start(): Promise<Machine> {
    const forge = await Forge.start({ kind: 'github', files });
    const account = forge.user('ada', { rights: 'write' });
    forge.user('bob', { rights: 'write' });
    const folder = await mkdtemp(join(tmpdir(), 'errata-killed-publish-'));
    const process = new LogCenterProcess(join(folder, 'center'), '--port', '0');
    const ready = await process.ready();
    const gates = { forge: await Gate.before(forge.origin), center: await Gate.before(ready.url) };
    const machine = new Machine(folder, forge, gates, process, ready);
    const helper = `!f() { echo username=${account.login}; echo password=${account.token}; }; f`;
    await git(folder, 'init', '-q', '-b', 'main', 'app');
    for (const [key, value] of [
      ['credential.helper', helper],
      ['user.name', account.name],
      ['user.email', account.email],
    ] as const)
      await git(machine.checkout, 'config', key, value);
    await git(machine.checkout, 'remote', 'add', 'origin', `${gates.forge.origin}/${forge.path}.git`);
    await git(machine.checkout, 'pull', '-q', 'origin', 'main');
    await git(machine.checkout, 'remote', 'set-head', 'origin', 'main');
    return machine;
  }

  get checkout(): string {
    return join(this.#folder, 'app');
  }

  get client(): LogCenterClient {
    return this.#client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.forge[Symbol.asyncDispose]();
    await this.#gate[Symbol.asyncDispose]();
    await this.#center[Symbol.asyncDispose]();
    await this.#process[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** An issue of its own with a fix that awaits approval. It is found and proven once; all others have a copy. */
  async awaiting(): Promise<string> {
    const { issue } = await this.#client.addEvent(trace(`total${++this.#issues}`), 'default');
    if (this.#waiting === undefined) {
      const { code, stderr } = await this.fix(issue);
      assert.equal(code, 0, stderr);
      const [found] = (await this.#client.issue(issue)).runs;
      const { run } = await this.#client.run(String(found?.id));
      assert.equal(run.stage, 'awaiting-approval', stderr);
      this.#waiting = { snapshot: JSON.stringify(run.snapshot), issue, run: run.id };
      return issue;
    }
    const { run } = await this.#client.startRun(issue, 'nobody');
    const { id, fence, version } = run;
    const copied = this.#waiting.snapshot
      .replaceAll(this.#waiting.run, id)
      .replaceAll(this.#waiting.issue, issue);
    const snapshot = JSON.parse(copied);
    await this.#client.saveRun(id, { fence, version, stage: 'awaiting-approval', snapshot, events: [] });
    await this.#client.endRun(id, { fence, outcome: 'released', reason: 'put down' });
    return issue;
  }

  /** The agent of an editor that has the checkout open. */
  async editor(): Promise<LanguageClient> {
    const options = { logCenter: this.#center.origin, token: this.#token };
    const editor = await LanguageClient.start(this.#folder, options, [this.checkout]);
    await editor.connection();
    const repositories = async () => (await editor.ask('errata/status', {})).repositories.length;
    await until('a repository', async () => (await repositories()) === 1);
    return editor;
  }

  /** `errata fix` of an issue in the checkout. */
  fix(issue: string, ...more: readonly string[]): Promise<Finished> {
    return this.#commands.run(...this.#fix(issue), ...more);
  }

  /**
   * Publishes the fix of an issue, through a death. Answers all requests from the approval on, and how it ended.
   *
   * @param meanwhile what happens before an agent that died is started again
   */
  async publish(
    issue: string,
    death?: Death,
    meanwhile = async () => {},
  ): Promise<{ steps: Step[]; finished: Finished }> {
    const steps: Step[] = [];
    const child = this.#commands.start([...this.#fix(issue), ...publishing]);
    const ended = finish(child);
    let isDone = false;
    const guard =
      (to: Step['to']) =>
      async (passing: Passing, phase: Death['phase']): Promise<boolean> => {
        const isBegun = steps.length > 0 || passing.path.endsWith('/decisions');
        if (isBegun && phase === 'before') steps.push({ ...passing, to });
        if (isDone || !isBegun || death?.at !== steps.length || death.phase !== phase) return false;
        isDone = true;
        if (death.of === 'log center') await this.#restartCenter();
        else {
          child.kill('SIGKILL');
          await ended;
        }
        return true;
      };
    this.#gate.guard = guard('forge');
    this.#center.guard = guard('log center');
    let finished = await ended;
    if (finished.code !== 0) {
      assert.ok(isDone, finished.stderr);
      await meanwhile();
      finished = await this.fix(issue, ...publishing);
    }
    if (death !== undefined) assert.ok(isDone, 'nothing died');
    return { steps, finished };
  }

  #fix(issue: string): string[] {
    return ['fix', '--issue', issue, '--repo', this.checkout, '--log-center', this.#center.origin, '--json'];
  }

  async #restartCenter(): Promise<void> {
    await this.#process.stop('SIGKILL');
    this.#process = new LogCenterProcess(join(this.#folder, 'center'), '--port', '0');
    const ready = await this.#process.ready();
    this.#center.target = ready.url;
    this.#client = new LogCenterClient(ready);
  }
}

async function finish(child: ChildProcess): Promise<Finished> {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    once(child, 'close'),
  ]);
  return { code, stdout, stderr };
}
