import { runProgram } from './run-tests.ts';
import { framesBy, type Toolchain } from './toolchain.ts';

const frame = /^\t(\/[^:]+\.go):(\d+)/;

export const go: Toolchain = {
  language: 'go',
  isSource: file =>
    file.endsWith('.go') && !file.endsWith('_test.go') && !/(?:^|\/)(?:cmd|example|internal\/tag)/.test(file),
  isTest: file => /^[^/]*_test\.go$/.test(file),
  async run(folder, _tests, signal) {
    const said = await runProgram({
      command: 'go',
      args: ['test', '-vet=off', '-v', '.'],
      folder,
      env: { GOFLAGS: '-mod=mod', GOPROXY: 'off', GOCACHE: '/tmp/errata-bench-go', GO111MODULE: 'auto' },
      signal,
    });
    const passed = new Set([...said.matchAll(/^--- PASS: (\S+)/gm)].map(found => found[1] ?? ''));
    const panic = /^panic: [\s\S]*?^goroutine \d+ \[running\]:\n[\s\S]*?(?=^\n|^FAIL|^exit status)/m.exec(
      said,
    )?.[0];
    const running = [...said.matchAll(/^=== RUN +(\S+)/gm)].at(-1)?.[1];
    const crashes = new Map(panic === undefined ? [] : [[running ?? 'main', panic.trimEnd()]]);
    if (passed.size === 0 && crashes.size === 0) throw new Error(`No test ran: ${said.slice(0, 300)}`);
    return { passed, crashes };
  },
  frames(text) {
    const lines = text.split('\n');
    // What stands above is what was deferred and ran on account of the panic.
    const first = lines.findLastIndex(line => line.startsWith('panic(')) + 2;
    return framesBy(text, frame, () => true)
      .filter(found => found.from >= first)
      .map(found => ({ ...found, from: found.from - 1 }));
  },
};
