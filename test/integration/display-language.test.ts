import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { CommandLine } from '../process/command-line.ts';

/** What a client of any editor gets that names its locale as LSP has it. */
describe('the language of the agent', () => {
  let home: string;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'errata-language-'));
  });

  after(() => rm(home, { recursive: true, force: true }));

  /** Why a client without a folder is shown nothing. */
  async function reasonIn(locale: string | undefined): Promise<unknown> {
    const server = new CommandLine(home).start(['lsp'], 'pipe');
    const connection = createMessageConnection(
      new StreamMessageReader(server.stdout as Readable),
      new StreamMessageWriter(server.stdin as Writable),
    );
    connection.listen();
    try {
      const about = { processId: process.pid, rootUri: null, capabilities: {}, ...(locale && { locale }) };
      const initializationOptions = { logCenter: 'http://127.0.0.1:9' };
      await connection.sendRequest('initialize', { ...about, initializationOptions });
      await connection.sendNotification('initialized', {});
      const status = await connection.sendRequest<{ repositoryReason: string }>('errata/status', {});
      return status.repositoryReason;
    } finally {
      const ended = once(server, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    }
  }

  it('is the locale of its client, where it is known', async () => {
    assert.equal(await reasonIn('zh-cn'), '没有打开文件夹。');
  });

  it('is English otherwise', async () => {
    for (const locale of [undefined, 'fr']) assert.equal(await reasonIn(locale), 'No folder is open.');
  });
});
