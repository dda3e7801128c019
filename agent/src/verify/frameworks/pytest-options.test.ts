import assert from 'node:assert/strict';
import type { PlanInput } from './framework.ts';
import { configuredOptions } from './pytest-options.ts';

const configured = (files: Record<string, string>) =>
  configuredOptions({
    context: { sources: { read: async (path: string) => files[path], list: async () => Object.keys(files) } },
    project: { folder: '' },
  } as unknown as PlanInput);

describe('what a configuration of pytest adds', () => {
  it('is told anew without coverage and what needs plugins, in every form', async () => {
    const wanted = ['-o', "addopts=--strict -k 'not slow'"];
    const ini = "[pytest]\naddopts = --cov-append --cov lib\n  --strict -k 'not slow'\ntestpaths = tests\n";
    assert.deepEqual(await configured({ 'pytest.ini': ini }), wanted);
    const cfg = `[metadata]\nname = x\n[tool:pytest]\naddopts = --cov=lib --strict -k "not slow" -n auto\n`;
    assert.deepEqual(await configured({ 'setup.cfg': cfg }), wanted);
    const list = `[tool.pytest.ini_options]\naddopts = [\n  "--cov=lib",\n  "--strict", "-k", "not slow",\n]\n`;
    assert.deepEqual(await configured({ 'pyproject.toml': list }), wanted);
    const text = `[tool.pytest.ini_options]\naddopts = "--cov --strict -k 'not slow'"\n[tool.x]\naddopts = "-x"\n`;
    assert.deepEqual((await configured({ 'pyproject.toml': text })).length, 2);
  });

  it('stays as it is where there is nothing against it', async () => {
    assert.deepEqual(await configured({ 'pytest.ini': '[pytest]\naddopts = -ra --strict\n' }), []);
    assert.deepEqual(await configured({ 'pytest.ini': '[pytest]\n' }), []);
    assert.deepEqual(await configured({}), []);
  });

  it('is read in no time, whatever is in it', async () => {
    for (const text of [
      `[pytest]\naddopts =${' \n'.repeat(500_000)}`,
      `[pytest]\naddopts = ${'"'.repeat(1e6)}`,
    ]) {
      const times: number[] = [];
      for (let round = 0; round < 3; round++) {
        const began = performance.now();
        await configured({ 'pytest.ini': text });
        times.push(performance.now() - began);
      }
      assert.ok(Math.min(...times) < 500, `${Math.min(...times)} ms`);
    }
  });
});
