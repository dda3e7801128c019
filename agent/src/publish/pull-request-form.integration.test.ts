import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pullRequestFormSchema } from '@errata/protocol/pull-request';
import { Repository } from '../git/repository.ts';
import { pullRequestForm } from './pull-request-form.ts';
import { toldFix } from './scratch-fix.ts';
import { scratchOutside } from './scratch-outside.ts';

const env = {
  ...process.env,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

describe('form of a pull request', () => {
  let folder: string;
  let checkout: string;
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: checkout, env, encoding: 'utf8' }).trim();
  const form = async () => {
    const base = git('rev-parse', 'HEAD');
    const made = await pullRequestForm(await Repository.open(checkout), toldFix({}), base, scratchOutside());
    return pullRequestFormSchema.parse(made);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'errata-form-'));
    checkout = join(folder, 'work');
    execFileSync('git', ['init', '-q', '--bare', '-b', 'trunk', join(folder, 'remote.git')], { env });
    execFileSync('git', ['init', '-q', '-b', 'trunk', checkout], { env });
    writeFileSync(join(checkout, 'a.js'), 'one\n');
    git('add', '.');
    git('commit', '-q', '-m', 'start');
    git('remote', 'add', 'origin', join(folder, 'remote.git'));
    git('push', '-q', '-u', 'origin', 'trunk', 'trunk:another', 'trunk:errata/old');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is filled in: title, body, branch, base, owners', async () => {
    const { filled, bases, owners, remote, limited } = await form();
    assert.match(filled.title, /^fix: /);
    assert.match(filled.body, /## What crashed/);
    assert.equal(filled.branch, 'errata/shop-3-typeerror-x-is-undefined');
    assert.deepEqual(bases, ['trunk', 'another']);
    assert.equal(filled.base, 'trunk');
    assert.deepEqual([owners, filled.reviewers, filled.draft], [['@shop/cart'], ['@shop/cart'], false]);
    assert.equal(remote, join(folder, 'remote.git'));
    assert.match(limited ?? '', /pushed to origin; how a pull request is opened there is not known/);
  });

  it('names the forge whose form sets the rest, and no password', async () => {
    git('remote', 'set-url', 'origin', 'https://ada:secret@github.invalid/acme/shop.git');
    const { limited, remote, bases, notes = [] } = await form();
    assert.match(limited ?? '', /form of github\.invalid: reviewers and a draft are set there/);
    assert.match(notes.join(' '), /origin does not answer/);
    assert.equal(remote, 'https://github.invalid/acme/shop.git');
    assert.ok(bases.includes('trunk'));
  });

  it('takes a branch name that is free, here and there', async () => {
    git('branch', 'errata/shop-3-typeerror-x-is-undefined');
    git('push', '-q', 'origin', 'trunk:errata/shop-3-typeerror-x-is-undefined-2');
    assert.equal((await form()).filled.branch, 'errata/shop-3-typeerror-x-is-undefined-3');
  });

  it('has the branch for its base that already holds the commit, and tells what would go along', async () => {
    git('checkout', '-q', '-b', 'feature');
    git('commit', '-q', '--allow-empty', '-m', 'more');
    const ahead = await form();
    assert.equal(ahead.filled.base, 'trunk');
    assert.match(
      ahead.notes?.join(' ') ?? '',
      /A commit of yours that trunk does not have yet will go along/,
    );
    git('push', '-q', '-u', 'origin', 'feature');
    const pushed = await form();
    assert.equal(pushed.filled.base, 'feature');
    assert.doesNotMatch(pushed.notes?.join(' ') ?? '', /go along/);
  });

  it('does without a branch that is checked out, and without a remote', async () => {
    git('checkout', '-q', '--detach');
    assert.equal((await form()).filled.base, 'trunk');
    git('remote', 'remove', 'origin');
    const { filled, remote, limited, bases } = await form();
    assert.deepEqual([filled.base, remote, bases], ['trunk', '', ['trunk']]);
    assert.match(limited ?? '', /no remote to push to/);
  });
});
