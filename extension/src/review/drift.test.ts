import assert from 'node:assert/strict';
import { driftedFiles } from './drift.ts';

describe('drift', () => {
  const files: Record<string, string> = {
    'same.ts': 'a\r\nb\r\n',
    'edited.ts': 'mine\n',
    'marked.ts': 'a\n',
    'appeared.ts': '',
  };
  const current = async (path: string) => files[path] ?? null;

  it('names the files that are not what the change was made for', async () => {
    const changes = [
      { path: 'same.ts', before: 'a\nb\n', after: 'c\n' },
      { path: 'marked.ts', before: '\uFEFFa\n', after: 'c\n' },
      { path: 'edited.ts', before: 'theirs\n', after: 'c\n' },
      { path: 'appeared.ts', before: null, after: 'c\n' },
      { path: 'gone.ts', before: 'a\n', after: 'c\n' },
      { path: 'new.ts', before: null, after: 'c\n' },
    ];
    assert.deepEqual(await driftedFiles(changes, current), ['edited.ts', 'appeared.ts', 'gone.ts']);
  });
});
