import assert from 'node:assert/strict';
import type { RunView } from '@errata/protocol/agent-rpc';
import { RunBook } from './run-book.ts';

function run(id: string, stage: RunView['stage'], startedAt = '2026-01-01T00:00:00Z'): RunView {
  return { id, issue: 'SHOP-1', stage, message: '', startedAt };
}

describe('run book', () => {
  it('knows the newest run of an issue and which are being worked on', () => {
    const book = new RunBook();
    book.update(run('new', 'verify', '2026-01-02T00:00:00Z'));
    book.update(run('old', 'failed'));
    assert.equal(book.ofIssue('SHOP-1')?.id, 'new');
    assert.equal(book.ofIssue('SHOP-2'), undefined);
    assert.deepEqual(
      book.working().map(({ id }) => id),
      ['new'],
    );
    book.update(run('new', 'awaiting-approval', '2026-01-02T00:00:00Z'));
    assert.deepEqual(book.working(), []);
  });

  it('hands out a result once, and only to the window that asked for it', () => {
    const book = new RunBook();
    book.askedFor('mine');
    assert.equal(book.takeResult(run('mine', 'verify')), false);
    assert.equal(book.takeResult(run('theirs', 'awaiting-approval')), false);
    assert.equal(book.takeResult(run('mine', 'awaiting-approval')), true);
    assert.equal(book.takeResult(run('mine', 'published')), false);
  });

  it('counts what is ready until it is looked at', () => {
    const book = new RunBook();
    book.update(run('one', 'awaiting-approval'));
    book.update(run('two', 'verify'));
    let heard = 0;
    book.onDidChange(() => heard++);
    assert.deepEqual(
      book.ready().map(({ id }) => id),
      ['one'],
    );
    book.looked('one');
    book.looked('one');
    book.looked('nothing');
    assert.deepEqual([book.ready(), heard], [[], 1]);
    book.looked('two');
    book.update(run('two', 'awaiting-approval'));
    book.update(run('one', 'propose'));
    book.update(run('one', 'awaiting-approval'));
    assert.deepEqual(
      book.ready().map(({ id }) => id),
      ['two', 'one'],
    );
  });

  it('tells its listeners until they are disposed', () => {
    const book = new RunBook();
    const heard: string[] = [];
    const listener = book.onDidChange(({ stage }) => heard.push(stage));
    book.update(run('r', 'locate'));
    listener.dispose();
    book.update(run('r', 'verify'));
    assert.deepEqual(heard, ['locate']);
  });
});
