import assert from 'node:assert/strict';
import type { ModelSpend } from '@errata/protocol/model';
import type { Candidate, Proposal } from '@errata/protocol/proposal';
import { roundNote } from './round-note.ts';

const candidate = (id: string, engine: Candidate['engine']): Candidate => ({
  ...{ id, engine, label: 'root-cause', explanation: `do ${id}`, prior: 0.5 },
  changes: [{ path: 'a.js', before: 'a', after: id }],
});
const proposal = (recommended: string, more: Partial<Proposal> = {}): Proposal => ({
  ...{ issue: 'i', run: 'r', base: 'h', recommended },
  candidates: [candidate('first', 'templates'), candidate('other', 'search'), candidate('asked', 'model')],
  ...more,
});
const spent = (calls: number): ModelSpend => ({
  ...{ model: 'openai:m', calls, milliseconds: 1 },
  tokens: { input: calls, output: 0, cacheRead: 0, cacheWrite: 0 },
});
const before = proposal('first', { spent: spent(2) });
const asked = { proposal: before, requests: ['More.'] };

describe('the note on another round', () => {
  it('says that words were followed when a model or a program wrote what is recommended now', () => {
    assert.equal(roundNote(asked, proposal('asked', { spent: spent(3) })), 'Changed as you asked: do asked');
  });

  it('says why they were not followed where a model had trouble', () => {
    const modelTrouble = { reason: 'no-key', message: 'There is no key.' } as const;
    const note = roundNote(asked, proposal('first', { spent: spent(2), modelTrouble }));
    assert.match(note, /^There is no key\. .*still here/);
    assert.match(roundNote(asked, proposal('other', { modelTrouble })), /^There is no key\. .*do other$/);
  });

  it('tells what did not hold from nobody who could be asked', () => {
    assert.match(roundNote(asked, proposal('first', { spent: spent(3) })), /did not hold.*still here/);
    assert.match(roundNote(asked, proposal('first', { spent: spent(2) })), /takes a model.*still here/);
    assert.match(roundNote({ requests: ['More.'] }, proposal('first')), /takes a model.*do first$/);
  });

  it('speaks of no words where a model was only asked once more', () => {
    const again = { proposal: before, requests: [] };
    assert.equal(
      roundNote(again, proposal('asked', { spent: spent(3) })),
      'Another fix was written: do asked',
    );
    assert.match(
      roundNote(again, proposal('first', { spent: spent(3) })),
      /^What was written did not hold\./,
    );
  });
});
