import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { Repository } from '../../git/repository.ts';
import type { ScratchRepository } from '../../git/scratch-repository.ts';
import { findFix } from './find-fix.ts';
import { scratchFix, withLines } from './scratch-fix.ts';

const branches = ['main', 'release', 'topic'] as const;
const branch = fc.constantFrom(...branches);
const action = fc.oneof(
  { weight: 3, arbitrary: fc.record({ type: fc.constant('edit' as const), on: branch, line: fc.nat(39) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('merge' as const), on: branch, from: branch }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('pick' as const), on: branch }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('revert' as const), on: branch, by: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('again' as const), on: branch }) },
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

const parts: Record<number, string>[] = [{ 10: 'fixed ten' }, { 20: 'fixed twenty', 21: 'and one' }];
const fixed = Object.assign({}, ...parts) as Record<number, string>;

describe('a fix in random histories', function () {
  this.timeout(240_000);

  it('is found where its lines are, and nowhere else', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom('merge', 'squash', 'rebase'),
        fc.array(action, { minLength: 2, maxLength: 9 }),
        async (style, actions) => {
          const { scratch, commits } = await scratchFix(parts);
          try {
            await scratch.git('branch', 'release');
            await scratch.git('branch', 'topic');
            const history = new History(scratch);
            await history.mergeFix(style);
            for (const each of actions) await history.act(each);
            await history.check(commits);
          } finally {
            await scratch.dispose();
          }
        },
      ),
      { numRuns: 25 },
    ));
});

/** A program that grows on several branches. What cannot be done without a person is not done. */
class History {
  readonly #scratch: ScratchRepository;
  readonly #reverts: string[] = [];
  #merge = '';
  #range: readonly string[] = [];

  constructor(scratch: ScratchRepository) {
    this.#scratch = scratch;
  }

  async mergeFix(style: 'merge' | 'squash' | 'rebase'): Promise<void> {
    await this.#edit('main', 30);
    if (style === 'merge') await this.#git('merge', '--no-ff', '--no-edit', '--quiet', 'errata/fix');
    if (style === 'rebase') await this.#git('cherry-pick', 'main..errata/fix');
    if (style === 'squash') {
      await this.#git('merge', '--squash', '--quiet', 'errata/fix');
      await this.#git('commit', '--quiet', '--message', 'fix: all (#1)');
    }
    this.#merge = await this.#tip('main');
    this.#range = style === 'merge' ? ['-m', '1', this.#merge] : [this.#merge];
    if (style === 'rebase') this.#range = [await this.#tip('main~1'), this.#merge];
  }

  async act(each: Action): Promise<void> {
    await this.#git('switch', '--quiet', each.on);
    if (each.type === 'edit') await this.#edit(each.on, each.line);
    if (each.type === 'merge') await this.#try('merge', ['--no-edit', '--quiet', each.from]);
    if (each.type === 'pick') await this.#try('cherry-pick', this.#range);
    if (each.type === 'again') {
      const last = this.#reverts.at(-1);
      if (last !== undefined) await this.#try('revert', ['--no-edit', last]);
    }
    if (each.type !== 'revert') return;
    if (each.by) await this.#byHand();
    else {
      // Of commits that follow each other the last one goes first.
      const order = this.#range[0] === '-m' ? this.#range : [...this.#range].reverse();
      const done = await this.#try('revert', ['--no-edit', ...order]);
      if (done && order.length !== 2) this.#reverts.push(await this.#tip('HEAD'));
    }
  }

  async check(commits: readonly string[]): Promise<void> {
    const repository = await Repository.open(this.#scratch.root);
    const letGo = repository.objects.hold();
    const fix = { merge: this.#merge, head: commits.at(-1) ?? '', commits: [...commits] };
    for (const each of branches) {
      const tip = await this.#tip(each);
      const text = await this.#git('show', `${tip}:app.txt`);
      const found = await findFix(repository, fix, tip);
      const lines = new Set(text.split('\n'));
      const holds = Object.values(fixed).every(line => lines.has(line));
      assert.equal(found?.contains, holds, `${each}: ${found?.how}\n${await this.#graph()}`);
    }
    await letGo();
  }

  #graph(): Promise<string> {
    return this.#git('log', '--graph', '--all', '--format=%h %d %s');
  }

  /** Takes back what is there of the fix without saying so. */
  async #byHand(): Promise<void> {
    const now = (await this.#read()).split('\n');
    const there = Object.entries(fixed).filter(([, line]) => now.includes(line));
    if (there.length !== Object.keys(fixed).length) return;
    const text = now.map(line => {
      const known = there.find(([, each]) => each === line);
      return known === undefined ? line : `line ${known[0]}`;
    });
    await this.#scratch.commit({ files: { 'app.txt': text.join('\n') }, message: 'tidy up' });
  }

  async #edit(on: string, line: number): Promise<void> {
    await this.#git('switch', '--quiet', on);
    // Lines of the fix belong to it alone.
    if (line in fixed) return;
    const files = { 'app.txt': withLines({ [line]: `${on} ${line}` }, await this.#read()) };
    await this.#scratch.commit({ files, message: `edit ${line}` });
  }

  async #try(command: string, args: readonly string[]): Promise<boolean> {
    const before = await this.#tip('HEAD');
    try {
      await this.#git(command, ...args);
      return true;
    } catch {
      await this.#git(command, '--quit');
      await this.#git('reset', '--quiet', '--hard', before);
      await this.#git('clean', '--quiet', '-fd');
      return false;
    }
  }

  #read(): Promise<string> {
    return readFile(path.join(this.#scratch.root, 'app.txt'), 'utf8');
  }

  async #tip(of: string): Promise<string> {
    return (await this.#git('rev-parse', of)).trim();
  }

  #git(...args: string[]): Promise<string> {
    return this.#scratch.git(...args);
  }
}
