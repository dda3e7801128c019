import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  type AgentMethod,
  type AgentParams,
  type AgentResult,
  agentRequests,
  type RunView,
} from '@errata/protocol/agent-rpc';
import { type FileChange, recommendedCandidate, reproductionFor } from '@errata/protocol/proposal';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { crashListSchema } from '../../examples/demo/crash.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { crashShop } from '../../examples/demo/shop.ts';
import { type MadeRepository, makeRepository } from '../../examples/repository/repository.ts';
import { CommandLine } from '../process/command-line.ts';

/** The agent as an editor has it. */
class Editor {
  readonly #server: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #runs = new Map<string, RunView>();
  #heard: () => void = () => undefined;

  private constructor(server: ChildProcess) {
    this.#server = server;
    this.#connection = createMessageConnection(
      new StreamMessageReader(server.stdout as Readable),
      new StreamMessageWriter(server.stdin as Writable),
    );
    this.#connection.onNotification('errata/runChanged', (view: RunView) => {
      this.#runs.set(view.id, view);
      this.#heard();
    });
  }

  static async open(commands: CommandLine, root: string, logCenter: string): Promise<Editor> {
    const editor = new Editor(commands.start(['lsp'], 'pipe'));
    const folders = [{ uri: pathToFileURL(root).href, name: 'shop' }];
    editor.#connection.onRequest('workspace/workspaceFolders', () => folders);
    editor.#connection.listen();
    await editor.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceFolders: true } },
      initializationOptions: { logCenter },
    });
    await editor.#connection.sendNotification('initialized', {});
    while ((await editor.ask('errata/status', {})).repositories.length === 0);
    return editor;
  }

  async ask<M extends AgentMethod>(method: M, params: AgentParams<M>): Promise<AgentResult<M>> {
    return agentRequests[method].result.parse(
      await this.#connection.sendRequest(method, params),
    ) as AgentResult<M>;
  }

  /** Waits until a run waits for a person, or has ended. */
  async settled(run: string): Promise<RunView> {
    for (;;) {
      const view = this.#runs.get(run);
      if (view && /^(?:awaiting-approval|published|failed|cancelled)$/.test(view.stage)) return view;
      await new Promise<void>(resolve => {
        this.#heard = resolve;
      });
    }
  }

  forget(): void {
    this.#runs.clear();
  }

  /** As a window that is reloaded, or closed. */
  async close(): Promise<void> {
    const ended = once(this.#server, 'exit');
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    await ended;
    this.#connection.dispose();
  }

  async kill(): Promise<void> {
    const ended = once(this.#server, 'exit');
    this.#server.kill('SIGKILL');
    await ended;
    this.#connection.dispose();
  }
}

describe('a review through the language server', () => {
  let folder: string;
  let errata: Errata;
  let client: LogCenterClient;
  let made: MadeRepository;
  let commands: CommandLine;
  let editor: Editor;
  let issue: string;
  let run: string;
  let changes: FileChange[];

  const openEditor = () => Editor.open(commands, made.repository, errata.ready.url);
  const git = (...args: string[]) => execFileSync('git', args, { cwd: made.remote, encoding: 'utf8' }).trim();
  const crash = async (at: number, known: readonly string[]) => {
    const text = await readFile(new URL('../../examples/shop/crashes.json', import.meta.url), 'utf8');
    const one = crashListSchema.parse(JSON.parse(text))[at];
    assert.ok(one);
    const project = await errata.project('shop');
    await crashShop(made.repository, one, { dsn: project.dsn, release: made.head });
    return (await errata.nextIssue('shop', new Set(known))).id;
  };
  const recommended = ({ proposal }: RunView) => {
    const candidate = proposal && recommendedCandidate(proposal);
    const test = proposal && candidate && reproductionFor(proposal, candidate);
    assert.ok(candidate && test);
    return [...candidate.changes, test];
  };

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'errata-review-'));
    // Long: no test waits for it to run out.
    errata = await Errata.start(folder, [], { leaseSeconds: 600 });
    client = new LogCenterClient(errata.ready);
    made = await makeRepository({ example: 'shop', folder });
    commands = new CommandLine(folder, { XDG_STATE_HOME: join(folder, 'state') });
    issue = await crash(0, []);
    editor = await openEditor();
    run = (await editor.ask('errata/fix', { issue })).id;
    const view = await editor.settled(run);
    assert.equal(view.stage, 'awaiting-approval', view.message);
    changes = recommended(view);
  });
  after(async () => {
    await editor.close();
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('fills in the form of the pull request', async () => {
    const { filled, bases, remote, limited } = await editor.ask('errata/pullRequest', { run, changes });
    assert.match(filled.title, /^fix: /);
    assert.match(filled.body, /## What crashed[\s\S]*\*\*proven\*\*[\s\S]*\| raised \| passed \|/);
    assert.equal(filled.base, bases[0]);
    assert.equal(remote, made.remote);
    assert.match(limited ?? '', /reviewers and a draft cannot be set/);
  });

  it('outlives the agent: looking at it takes nothing, acting on it does', async () => {
    await editor.kill();
    editor = await openEditor();
    const seen = await editor.ask('errata/run', { run });
    assert.deepEqual([seen.stage, seen.holder], ['awaiting-approval', undefined]);
    assert.deepEqual(recommended(seen), changes);
    const { runs } = await editor.ask('errata/issue', { issue });
    assert.deepEqual(
      runs.map(({ id, stage, proposal }) => [id, stage, proposal]),
      [[run, 'awaiting-approval', undefined]],
    );
    const before = (await client.run(run)).run;
    assert.equal(before.lease, 'held');
    await editor.ask('errata/pullRequest', { run, changes });
    const { run: after } = await client.run(run);
    assert.ok(after.fence > before.fence);
    assert.equal(after.lease, 'held');
  });

  it('goes round again when a change is asked for', async () => {
    editor.forget();
    const asked = await editor.ask('errata/askForChange', { run, request: 'Not like this.', changes });
    assert.deepEqual(asked.requests, ['Not like this.']);
    const view = await editor.settled(run);
    assert.equal(view.stage, 'awaiting-approval');
    assert.match(view.message, /can follow words/);
    assert.ok(view.proposal?.candidates.some(candidate => candidate.changes[0]?.after === changes[0]?.after));
    assert.deepEqual(
      (await client.run(run)).decisions.map(({ verdict, reason }) => [verdict, reason]),
      [['change', 'Not like this.']],
    );
  });

  it('proves what a person edited, and tells of it', async () => {
    const [first, ...rest] = changes;
    assert.ok(first);
    changes = [{ ...first, after: `${first.after}// As Ada has it.\n` }, ...rest];
    const verification = await editor.ask('errata/verify', { run, changes });
    assert.equal(verification.verdict, 'proven', verification.reason);
    const { filled } = await editor.ask('errata/pullRequest', { run, changes });
    assert.match(filled.body, /A person edited it/);
    assert.match(filled.body, /of the edited version\.\n\n- a person edited it/);
  });

  it('outlives a reload, and a branch that is taken, until it is pushed as the form says', async () => {
    await editor.close();
    assert.equal((await client.run(run)).run.lease, 'abandoned');
    // Meanwhile the checkout moves on, to something in which nothing would hold.
    const here = (...args: string[]) => execFileSync('git', args, { cwd: made.repository });
    await writeFile(join(made.repository, String(changes[0]?.path)), 'throw new Error("moved on");\n');
    here('-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-qam', 'move on');
    editor = await openEditor();
    git('branch', 'fix/taken', made.head);
    const { filled } = await editor.ask('errata/pullRequest', { run, changes });
    const pullRequest = {
      ...filled,
      title: 'fix(cart): as Ada says',
      body: 'Because.\n',
      branch: 'fix/taken',
    };
    await assert.rejects(editor.ask('errata/publish', { run, changes, pullRequest }), (error: unknown) => {
      assert.deepEqual((error as { data: unknown }).data, { reason: 'branch-taken' });
      return true;
    });
    assert.equal((await editor.ask('errata/run', { run })).stage, 'awaiting-approval');
    const answer = await editor.ask('errata/publish', {
      run,
      changes,
      pullRequest: { ...pullRequest, branch: 'fix/free' },
    });
    assert.equal(answer.outcome, 'published');
    const message = git('log', '-1', '--format=%B', 'fix/free');
    assert.match(message, /^fix\(cart\): as Ada says\n\nBecause\.\n\nErrata-Issue: SHOP-1\nErrata-Release: /);
    assert.equal(git('rev-parse', 'fix/free^'), made.head);
    here('reset', '-q', '--hard', made.head);
    assert.match(git('show', `fix/free:${changes[0]?.path}`), /As Ada has it/);
    assert.equal(git('for-each-ref', 'refs/heads/errata/'), '');
    assert.equal((await client.issue(issue)).issue.status, 'PENDING_REVIEW');
  });

  it('tells of runs that have ended, and of none that never was', async () => {
    await editor.close();
    editor = await openEditor();
    const { runs } = await editor.ask('errata/issue', { issue });
    assert.deepEqual(
      runs.map(({ id, stage, message }) => [id, stage, message]),
      [[run, 'published', 'Pushed']],
    );
    const view = await editor.ask('errata/run', { run });
    assert.equal(view.publication?.branch, 'fix/free');
    const late = editor.ask('errata/reject', { run, reason: 'too late' });
    await assert.rejects(late, (error: unknown) => {
      assert.deepEqual((error as { data: unknown }).data, { reason: 'not-ready' });
      return true;
    });
    await assert.rejects(editor.ask('errata/run', { run: 'none' }), (error: unknown) => {
      assert.deepEqual((error as { data: unknown }).data, { reason: 'no-such-run' });
      return true;
    });
  });

  it('is handed to a person with the reason', async () => {
    const other = await crash(1, [issue]);
    const { id } = await editor.ask('errata/fix', { issue: other });
    assert.equal((await editor.settled(id)).stage, 'awaiting-approval');
    const view = await editor.ask('errata/escalate', { run: id, reason: 'needs a migration' });
    assert.equal(view.failure?.reason, 'escalated');
    assert.match(view.failure?.message ?? '', /^escalated: needs a migration \(owners: /);
    assert.equal((await client.issue(other)).issue.status, 'FAILED');
  });
});
