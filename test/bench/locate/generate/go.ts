import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from './run-tests.ts';
import { framesBy, type TestCrash, type TestPlace, type Toolchain } from './toolchain.ts';

const frame = /^\t(\/[^:]+\.go):(\d+)/;
const environment = { GOFLAGS: '-mod=mod', GOPROXY: 'off', GO111MODULE: 'auto' };

export const go: Toolchain = {
  language: 'go',
  isSource: file =>
    file.endsWith('.go') && !file.endsWith('_test.go') && !/(?:^|\/)(?:cmd|example|internal\/tag)/.test(file),
  isTest: file => /^[^/]*_test\.go$/.test(file),
  async run(folder, tests, signal) {
    const said = await runProgram({
      command: 'go',
      args: ['test', '-vet=off', '-v', '.'],
      folder,
      env: { ...environment, GOCACHE: '/tmp/errata-bench-go' },
      signal,
    });
    const passed = new Set([...said.matchAll(/^--- PASS: (\S+)/gm)].map(found => found[1] ?? ''));
    const panic = /^panic: [\s\S]*?^goroutine \d+ \[running\]:\n[\s\S]*?(?=^\n|^FAIL|^exit status)/m.exec(
      said,
    )?.[0];
    const running = [...said.matchAll(/^=== RUN +(\S+)/gm)].at(-1)?.[1] ?? 'main';
    const crashes = new Map<string, TestCrash>(
      [...said.matchAll(/^--- FAIL: (\S+)/gm)].map(found => [found[1] ?? '', { text: '', captured: [] }]),
    );
    if (panic !== undefined)
      crashes.set(running.split('/')[0] ?? '', { text: panic.trimEnd(), captured: [] });
    if (passed.size === 0 && crashes.size === 0) throw new Error(`No test ran: ${said.slice(0, 300)}`);
    return { passed, crashes, places: await placesOf(folder, tests) };
  },
  check: async tests => ({
    command: [
      ...['env', ...Object.entries(environment).map(([name, value]) => `${name}=${value}`)],
      ...['go', 'test', '-vet=off', '-run', `^(?:${tests.map(test => test.split('/')[0]).join('|')})$`, '.'],
    ],
    files: {},
  }),
  frames(text) {
    const lines = text.split('\n');
    // What stands above is what was deferred and ran on account of the panic.
    const first = lines.findLastIndex(line => line.startsWith('panic(')) + 2;
    return framesBy(text, frame, () => true)
      .filter(found => found.from >= first)
      .map(found => ({ ...found, from: found.from - 1 }));
  },
};

async function placesOf(folder: string, tests: readonly string[]): Promise<Map<string, TestPlace>> {
  const places = new Map<string, TestPlace>();
  for (const test of tests) {
    const file = path.join(folder, test);
    const text = await readFile(file, 'utf8');
    for (const [, title = ''] of text.matchAll(/^func (Test\w*)\(/gm)) places.set(title, { file, title });
  }
  return places;
}
