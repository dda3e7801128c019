import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type Crash, crashListSchema } from '../../examples/demo/crash.ts';
import { makeRepository } from '../../examples/repository/repository.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const storySchema = z.object({
  folder: z.string(),
  cases: z.array(
    z.object({
      issue: z.string(),
      example: z.string(),
      file: z.string(),
      line: z.int(),
      suspect: z.string(),
      engine: z.string(),
      label: z.string(),
      branch: z.string(),
      remote: z.string(),
      commit: z.string(),
    }),
  ),
});

describe('npm start -- --all', () => {
  let story: z.infer<typeof storySchema>;
  let told: string;

  before(async function () {
    this.timeout(5 * 60_000);
    const demo = [join(root, 'examples', 'demo', 'main.ts'), '--all', '--json'];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, demo, {
      cwd: root,
      maxBuffer: 1 << 26,
    });
    story = storySchema.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
    told = stderr;
  });
  after(() => rm(story.folder, { recursive: true, force: true }));

  it('fixes all six errors where the fix belongs, not where they crashed', async () => {
    const crashes: Crash[] = [];
    for (const example of ['shop', 'ledger']) {
      const file = await readFile(join(root, 'examples', example, 'crashes.json'), 'utf8');
      crashes.push(...crashListSchema.parse(JSON.parse(file)));
    }
    assert.deepEqual(
      story.cases.map(each => each.file),
      crashes.map(crash => crash.file),
    );
    assert.deepEqual(new Set(story.cases.map(each => each.label)), new Set(['root-cause']));
  });

  it('names the commit that brought each error in', async function () {
    this.timeout(60_000);
    const again = join(story.folder, 'again');
    const introduced: string[] = [];
    for (const example of ['shop', 'ledger'] as const) {
      const made = await makeRepository({ example, folder: again });
      const file = await readFile(join(root, 'examples', example, 'crashes.json'), 'utf8');
      const crashes = crashListSchema.parse(JSON.parse(file));
      introduced.push(...crashes.map(crash => String(made.introduced[crash.id])));
    }
    assert.deepEqual(
      story.cases.map(each => each.suspect),
      introduced,
    );
  });

  it('pushed each as a commit of its own on a branch of its own', () => {
    for (const { remote, branch, commit, file } of story.cases) {
      const git = (...args: string[]) => execFileSync('git', args, { cwd: remote, encoding: 'utf8' }).trim();
      assert.equal(git('rev-parse', branch), commit);
      const changed = git('diff', '--name-only', `${commit}~1`, commit).split('\n');
      assert.ok(changed.includes(file), `${branch} changes ${changed}`);
      assert.equal(changed.length, 2, 'the fix and its regression test');
      assert.equal(git('rev-parse', `${commit}~1`), git('rev-parse', 'main'));
    }
    assert.equal(new Set(story.cases.map(each => each.branch)).size, 6);
  });

  it('tells a story for a person, and keeps everything in one folder', () => {
    assert.match(told, /Everything|everything that is made lies in/);
    for (const word of ['Crashed', 'Cause', 'Commit', 'Fix', 'Proof', 'Pushed'])
      assert.ok(told.includes(word), word);
    assert.doesNotMatch(told, /TESTS FAIL/);
    assert.ok(existsSync(story.folder));
  });
});
