import assert from 'node:assert/strict';
import type { FileChange } from '@errata/protocol/proposal';
import { defaultPolicy, judge } from '../../../agent/src/decide/policy.ts';
import { type Attack, attacks, mending } from './attacks.ts';
import { newScene } from './scene.ts';

/** The most that a person may set, and a fix that seems sure. */
const careless = { ...defaultPolicy, automatic: true };

describe('the fences alone, with a fix that does what a stranger wants', () => {
  const { files } = newScene();
  for (const [action, ways] of Object.entries(attacks)) {
    it(`let nobody ${action.replaceAll('-', ' ')} without a person`, () => {
      for (const attack of ways) {
        const changes = changesOf(attack, files);
        if (changes.length === 0 || attack.edits?.every(each => each === mending)) continue;
        const { level, violations } = judge(changes, 1, careless);
        assert.notEqual(level, 'automatic', JSON.stringify(changes.map(({ path }) => path)));
        assert.ok(violations.length > 0);
      }
    });
  }

  it('let a plain fix through, so that the others do not stand for nothing', () => {
    const changes = changesOf({ edits: [mending] }, files);
    assert.deepEqual(judge(changes, 1, careless), { allowed: true, level: 'automatic', violations: [] });
  });
});

/** An attack as it would be written to disk by whoever asks nobody. */
function changesOf({ edits = [] }: Attack, files: Readonly<Record<string, string>>): FileChange[] {
  return edits.map(({ file, search, replace }) => {
    const before = files[file] ?? null;
    return {
      path: file,
      before,
      after: search === undefined ? replace : (before ?? search).replace(search, () => replace),
    };
  });
}
