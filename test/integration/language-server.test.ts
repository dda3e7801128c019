import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { agentRequests } from '@errata/protocol/agent-rpc';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type { CodeAction, CodeLens, Hover, PublishDiagnosticsParams } from 'vscode-languageserver-protocol';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { CommandLine } from '../process/command-line.ts';

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

describe('the agent as a language server, with a bare client', () => {
  let folder: string;
  let errata: Errata;
  let server: ChildProcess;
  let connection: MessageConnection;
  let uri: string;
  const diagnostics = new Map<string, PublishDiagnosticsParams>();
  let heard: () => void = () => undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-lsp-'));
    const root = join(folder, 'app');
    const file = join(root, 'src', 'total.js');
    await mkdir(join(root, 'src'), { recursive: true });
    await writeFile(file, source);
    for (const args of [
      ['init', '-q'],
      ['add', '.'],
      ['-c', 'user.name=A', '-c', 'user.email=a@b', 'commit', '-qm', 'one'],
    ])
      execFileSync('git', args, { cwd: root });
    uri = pathToFileURL(file).href;
    errata = await Errata.start(folder, []);
    server = new CommandLine(folder, { XDG_STATE_HOME: join(folder, 'state') }).start(['lsp'], 'pipe');
    connection = createMessageConnection(
      new StreamMessageReader(server.stdout as Readable),
      new StreamMessageWriter(server.stdin as Writable),
    );
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      diagnostics.set(params.uri, params);
      heard();
    });
    connection.onRequest('workspace/workspaceFolders', () => [
      { uri: pathToFileURL(root).href, name: 'app' },
    ]);
    connection.listen();
    const initialized = await connection.sendRequest<{ capabilities: Record<string, unknown> }>(
      'initialize',
      {
        processId: process.pid,
        rootUri: null,
        capabilities: { workspace: { workspaceFolders: true } },
        initializationOptions: { logCenter: errata.ready.url },
      },
    );
    assert.ok(initialized.capabilities['codeLensProvider']);
    await connection.sendNotification('initialized', {});
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'javascript', version: 1, text: source },
    });
  });
  after(async () => {
    const ended = once(server, 'exit');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    await ended;
    connection.dispose();
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** Waits until the diagnostics of the file are as expected. */
  async function diagnosedAt(line: number): Promise<PublishDiagnosticsParams> {
    const deadline = Date.now() + 15_000;
    for (;;) {
      const now = diagnostics.get(uri);
      if (now?.diagnostics[0]?.range.start.line === line) return now;
      assert.ok(Date.now() < deadline, `no diagnostic at line ${line}: ${JSON.stringify(now)}`);
      await Promise.race([
        new Promise<void>(resolve => {
          heard = resolve;
        }),
        new Promise(resolve => setTimeout(resolve, 200)),
      ]);
    }
  }

  it('shows an error at its line as soon as it arrives, and follows unsaved edits', async () => {
    await new LogCenterClient(errata.ready).addEvent(new TextEncoder().encode(trace), 'default');
    const shown = await diagnosedAt(3);
    assert.match(String(shown.diagnostics[0]?.message), /reading 'price'/);
    assert.equal(shown.diagnostics[0]?.source, 'errata');
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version: 2 },
      contentChanges: [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '// a\n// b\n' },
      ],
    });
    await diagnosedAt(5);
  });

  it('offers a fix at the line: code action, code lens, hover', async () => {
    const shown = await diagnosedAt(5);
    const range = shown.diagnostics[0]?.range;
    const document = { textDocument: { uri } };
    const actions = await connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      ...document,
      range,
      context: { diagnostics: [] },
    });
    assert.equal(actions[0]?.command?.command, 'errata.fix');
    const lenses = await connection.sendRequest<CodeLens[]>('textDocument/codeLens', document);
    assert.equal(lenses[0]?.range.start.line, 5);
    const hover = await connection.sendRequest<Hover>('textDocument/hover', {
      ...document,
      position: { line: 5, character: 8 },
    });
    assert.match(JSON.stringify(hover.contents), /src\/total\.js/);
    const elsewhere = await connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
      ...document,
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [] },
    });
    assert.deepEqual(elsewhere, []);
  });

  it('answers the requests of the contract, and refuses with a reason', async () => {
    const status = agentRequests['errata/status'].result.parse(
      await connection.sendRequest('errata/status', {}),
    );
    assert.equal(status.connection.state, 'connected');
    assert.equal(status.newIssues, 1);
    const { issues } = agentRequests['errata/issues'].result.parse(
      await connection.sendRequest('errata/issues', {}),
    );
    const detail = agentRequests['errata/issue'].result.parse(
      await connection.sendRequest('errata/issue', { issue: issues[0]?.id }),
    );
    assert.equal(detail.diagnosis?.locations[0]?.file, 'src/total.js');
    await assert.rejects(
      connection.sendRequest('errata/run', { run: 'none' }),
      (error: { data?: { reason?: string } }) => {
        assert.equal(error.data?.reason, 'no-such-run');
        return true;
      },
    );
    await assert.rejects(
      connection.sendRequest('errata/issue', { issue: 7 }),
      (error: { data?: { reason?: string } }) => {
        assert.equal(error.data?.reason, 'bad-request');
        return true;
      },
    );
  });
});
