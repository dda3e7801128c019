import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { type AgentStatus, agentNotifications, agentRequests } from '@errata/protocol/agent-rpc';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { Errata } from '../../examples/demo/errata.ts';
import { CommandLine } from '../process/command-line.ts';

/** What an editor sees of an agent that was given a token for a log center of others. */
class Editor implements AsyncDisposable {
  readonly child: ChildProcess;
  /** Everything that the agent said, on both outputs. */
  said = '';
  readonly #connection: MessageConnection;

  private constructor(child: ChildProcess, connection: MessageConnection) {
    this.child = child;
    this.#connection = connection;
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', (text: Buffer) => {
        this.said += text;
      });
    }
  }

  static async start(home: string, options: { logCenter: string; token?: string }): Promise<Editor> {
    const child = new CommandLine(home).start(['lsp'], 'pipe');
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout as Readable),
      new StreamMessageWriter(child.stdin as Writable),
    );
    const editor = new Editor(child, connection);
    connection.onRequest('workspace/workspaceFolders', () => []);
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceFolders: true } },
      initializationOptions: options,
    });
    return editor;
  }

  /** The first word on the connection that is not `connecting`. */
  async connection(): Promise<AgentStatus['connection']> {
    const { promise, resolve } = Promise.withResolvers<AgentStatus['connection']>();
    this.#connection.onNotification('errata/statusChanged', (params: unknown) => {
      const { connection } = agentNotifications['errata/statusChanged'].parse(params);
      if (connection.state !== 'connecting') resolve(connection);
    });
    await this.#connection.sendNotification('initialized', {});
    return promise;
  }

  ask(method: string, params: object): Promise<unknown> {
    return this.#connection.sendRequest(method, params);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.child, 'exit');
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    await ended;
    this.#connection.dispose();
  }
}

describe('the token of a log center', () => {
  let folder: string;
  let errata: Errata;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-token-'));
    errata = await Errata.start(folder, []);
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  // The home of someone else: no record of the log center that runs is there.
  const start = (options: { token?: string }) =>
    Editor.start(join(folder, 'elsewhere'), { logCenter: errata.ready.url, ...options });

  it('opens the door, and is found neither in arguments and environment nor in what the agent says', async () => {
    const { token } = errata.ready;
    await using editor = await start({ token });
    assert.equal((await editor.connection()).state, 'connected');
    assert.ok(!editor.said.includes(token));
    assert.ok(!editor.child.spawnargs.some(argument => argument.includes(token)));
    if (process.platform !== 'linux') return;
    for (const file of ['cmdline', 'environ'])
      assert.ok(!(await readFile(`/proc/${editor.child.pid}/${file}`, 'utf8')).includes(token), file);
  });

  it('is enough to send a test error, which is an error like any other', async () => {
    await using editor = await start({ token: errata.ready.token });
    await editor.connection();
    const { issue } = agentRequests['errata/sendTestError'].result.parse(
      await editor.ask('errata/sendTestError', {}),
    );
    const shown = agentRequests['errata/issue'].result.parse(await editor.ask('errata/issue', { issue }));
    assert.match(shown.issue.title, /^TestError: This is a test/);
    assert.deepEqual([shown.issue.status, shown.event.environment], ['NEW', 'test']);
  });

  it('is asked for where there is none, and where it is refused, by a reason of its own', async () => {
    for (const [options, words] of [
      [{}, /No token is known/],
      [{ token: 'wrong' }, /refused the token/],
    ] as const) {
      await using editor = await start(options);
      const { state, failure, reason } = await editor.connection();
      assert.deepEqual([state, failure], ['disconnected', 'unauthorized']);
      assert.match(reason ?? '', words);
      assert.ok(!editor.said.includes('"wrong"'));
    }
  });
});
