import assert from 'node:assert/strict';
import { Command } from 'commander';
import { CommandError } from './exit.ts';
import { type ForgeOption, withForgeOption } from './forge-option.ts';

describe('the option that says what a git server speaks', () => {
  const given = (...args: string[]) =>
    withForgeOption(new Command().argument('[folder]'))
      .exitOverride()
      .parse(args, { from: 'user' })
      .opts<ForgeOption>().forge;

  it('takes a host and its kind, again for each host', () => {
    assert.deepEqual(given('shop'), {});
    assert.deepEqual(
      given('--forge', 'Git.acme.example:8443=gitea', '--forge', 'acme.example/lab=gitlab', 'shop'),
      {
        'git.acme.example:8443': 'gitea',
        'acme.example/lab': 'gitlab',
      },
    );
  });

  it('says what it takes where it is given something else', () => {
    for (const wrong of ['git.acme.example', 'git.acme.example=svn', '=gitea', 'a b=gitea'])
      assert.throws(
        () => given('--forge', wrong),
        (error: unknown) => error instanceof CommandError && /HOST=KIND.*gitlab/.test(error.message),
        wrong,
      );
  });
});
