import assert from 'node:assert/strict';
import { benchmarksPage } from '../page.ts';
import { sandboxRows } from './page.ts';

describe('the overhead of sandboxes', () => {
  const holds = { net: 'hard', fs: 'hard', pids: 'hard', memProc: 'hard' } as const;
  const measures = {
    files: 5000,
    load: 0.5,
    sandboxes: [
      {
        kind: 'bubblewrap',
        holds: { ...holds, memTotal: 'hard', cpu: 'hard', disk: 'hard', time: 'hard' } as const,
        prepareMilliseconds: 90,
        runs: [{ command: 'true', milliseconds: [30, 10, 20, 900] }],
      },
    ],
    absent: [{ target: 'docker', reason: 'dockerd is not installed' }],
  };

  it('is told by median and by what nearly all keep to', () => {
    assert.deepEqual(
      sandboxRows(measures).map(({ what, measured }) => [what, measured.errata]),
      [
        ['bubblewrap: prepare', 90],
        ['bubblewrap: `true`, at best', 10],
        ['bubblewrap: `true`, median', 20],
        ['bubblewrap: `true`, p95', 900],
      ],
    );
  });

  it('has a chapter that says what was not measured', () => {
    const machine = {
      processor: 'x',
      cores: 2,
      memory: 2 ** 34,
      kernel: '6',
      node: '24',
      fileSystem: 'ext4',
    };
    const about = {
      date: '2026-01-01T00:00:00.000Z',
      commit: 'c',
      command: 'npm run bench -- sandbox',
      machine,
    };
    const none = {
      ingest: undefined,
      stream: undefined,
      locate: undefined,
      scale: undefined,
      repair: undefined,
      editor: undefined,
      hooks: undefined,
    };
    const page = benchmarksPage({ ...none, sandbox: { ...about, ...measures } });
    assert.match(page, /## Sandbox\n[^#]*Not measured: docker\. dockerd is not installed/);
    assert.match(page, /held meanwhile in: bubblewrap\./);
  });
});
