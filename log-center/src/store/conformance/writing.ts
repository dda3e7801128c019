import assert from 'node:assert/strict';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { followPosition, saveFollowPosition } from '../follows.ts';
import { insertIssue, issueById } from '../issues.ts';
import { ensureProject, listProjects, nextIssueNumber } from '../projects.ts';
import { eventById } from './as-whole.ts';
import { collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';

/** Text that SDKs of strangers send, of which no engine may lose an event. */
const hostile = [
  'a\0b',
  '\ud800 half of a pair',
  "'; drop table events; --",
  '\u202eesrever\u0001\u001f',
  '💥'.repeat(300),
  '%_\\*?[a-z]',
  'İstanbul ß ǅ ﬃ',
];

export function writingContract(open: OpenEmptyStore): void {
  describe('writing', () => {
    it('commits together what is written at the same time, in its order, and undoes only what fails', async () => {
      await using opened = await open();
      const { store } = opened;
      let commits = 0;
      store.onCommit(() => commits++);
      const results = await Promise.allSettled(
        Array.from({ length: 100 }, (_, index) =>
          store.write(async transaction => {
            await ensureProject(transaction, `p${index}`, now);
            if (index % 10 === 0) throw new Error('no');
            return index;
          }),
        ),
      );
      assert.equal(results.filter(({ status }) => status === 'rejected').length, 10);
      const slugs = (await listProjects(store.reader)).map(({ slug }) => slug);
      const expected = Array.from({ length: 100 }, (_, index) => index).filter(index => index % 10 !== 0);
      assert.deepEqual(
        slugs,
        expected.map(index => `p${index}`),
      );
      assert.ok(commits < 10, `${commits} commits`);
    });

    it('goes on in the transaction after what the database itself refuses', async () => {
      await using opened = await open();
      const { store } = opened;
      const { project, issue } = await storedIssue(opened);
      const again = store.write(transaction => insertIssue(transaction, project.id, issue));
      const other = store.write(transaction => nextIssueNumber(transaction, project.id));
      await assert.rejects(again, /unique/i);
      assert.equal(await other, 2);
      const noParent = store.write(transaction =>
        insertIssue(transaction, 999_999, { ...issue, id: 'OTHER-1', fingerprint: 'other' }),
      );
      await assert.rejects(noParent, /foreign key/i);
    });

    it('shows readers what is committed, and nothing of what may still be undone', async () => {
      await using opened = await open();
      const { store } = opened;
      const seen: number[] = [];
      await store
        .write(async transaction => {
          await ensureProject(transaction, 'half', now);
          seen.push((await listProjects(store.reader)).length);
          throw new Error('undone');
        })
        .catch(() => {});
      await store.write(async transaction => {
        await ensureProject(transaction, 'whole', now);
        seen.push((await listProjects(store.reader)).length);
      });
      seen.push((await listProjects(store.reader)).length);
      assert.deepEqual(seen, [0, 0, 1]);
    });

    it('loses no event to any text in it', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      for (const [index, text] of hostile.entries()) {
        const event = sampleEvent(`bug ${index}`, {
          message: text,
          platform: text,
          release: text,
          environment: text,
          transaction: text,
          user: { id: text },
          tags: { [text]: text },
          exceptions: [
            { type: text, value: text, frames: [{ file: text, function: `${text}${index}`, inApp: true }] },
          ],
        });
        const { issue } = await collectOne(store, project, event);
        const found = await eventById(store.reader, project.id, event.id);
        assert.equal(found?.issue, issue);
        assert.deepEqual(found?.event.exceptions[0]?.frames.length, 1);
        const stored = await issueById(store.reader, issue);
        assert.equal(stored?.users, 1);
        assert.doesNotMatch(JSON.stringify(stored), /\0|\\u0000/);
      }
    });

    it('remembers how far a file was read', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const at = { file: '1:2', position: 2 ** 40, head: 'abc' };
      for (const position of [1, at.position]) {
        await store.write(transaction =>
          saveFollowPosition(transaction, project.id, '/var/log/x', { ...at, position }),
        );
      }
      assert.deepEqual({ ...(await followPosition(store.reader, project.id, '/var/log/x')) }, at);
      assert.equal(await followPosition(store.reader, project.id, '/var/log/y'), undefined);
    });
  });

  async function storedIssue({ store }: Awaited<ReturnType<OpenEmptyStore>>) {
    const project = await newProject(store);
    const { issue: id } = await collectOne(store, project, sampleEvent());
    const issue = await issueById(store.reader, id);
    assert.ok(issue);
    return { project, issue };
  }
}
