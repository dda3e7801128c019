import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { commandIds, hasLostTarget, issueOf, issuesOf, runOf } from './commands.ts';

const read = (name: string) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const manifest = read('package.json');
const words: Record<string, string> = read('package.nls.json');

describe('the manifest', () => {
  it('declares exactly the commands that exist', () => {
    const ids = manifest.contributes.commands.map((command: { command: string }) => command.command);
    assert.deepEqual(ids.toSorted(), commandIds.toSorted());
  });

  it('offers no command in a menu, a welcome view or a view that does not exist', () => {
    const text = JSON.stringify([manifest.contributes.menus, words]);
    const mentioned = [...text.matchAll(/(?:"command":"|command:)(errata\.[\w.]+)/g)].map(([, id]) => id);
    const focus = `${manifest.contributes.views.errata[0].id}.focus`;
    assert.ok(mentioned.length > 10);
    for (const id of mentioned)
      assert.ok(id === focus || commandIds.some(known => known === id), `${id} is not a command`);
    const views = [...text.matchAll(/view == ([\w.]+)/g)].map(([, view]) => view);
    assert.deepEqual([...new Set(views)], [manifest.contributes.views.errata[0].id]);
  });

  it('has words for every key and no key without use', () => {
    const keys = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(keys)].toSorted(), Object.keys(words).toSorted());
  });
});

describe('a command about an issue', () => {
  it('takes an id, a node of the tree, or nothing', () => {
    assert.equal(issueOf('SHOP-1'), 'SHOP-1');
    assert.equal(issueOf({ kind: 'issue', issue: { id: 'SHOP-2' } }), 'SHOP-2');
    for (const target of [undefined, null, 3, {}, { issue: null }, { issue: { id: 4 } }]) {
      assert.equal(issueOf(target), undefined);
    }
  });

  it('takes all that are selected, if it was pressed on one of them', () => {
    const node = (id: string) => ({ kind: 'issue', issue: { id } });
    const selected = [node('A-1'), { kind: 'more' }, node('A-2'), node('A-1')];
    assert.deepEqual(issuesOf(node('A-2'), selected), ['A-1', 'A-2']);
    assert.deepEqual(issuesOf(node('A-3'), selected), ['A-3']);
    assert.deepEqual(issuesOf('A-3', undefined), ['A-3']);
    assert.deepEqual(issuesOf(undefined, selected), []);
    assert.deepEqual(
      [runOf({ issue: { id: 'A-1' }, run: 'r' }), runOf({ run: {} }), runOf('r')],
      ['r', undefined, undefined],
    );
  });

  it('knows a node that is gone from a call without any', () => {
    assert.equal(hasLostTarget('errata.fix', []), false);
    assert.equal(hasLostTarget('errata.fix', ['SHOP-1']), false);
    assert.equal(hasLostTarget('errata.fix', [undefined, undefined]), true);
    assert.equal(hasLostTarget('errata.refresh', [null]), false);
  });
});
