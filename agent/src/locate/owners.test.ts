import assert from 'node:assert/strict';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { codeOwnersOf, matchesPattern, parseCodeOwners } from './code-owners.ts';
import { findOwners } from './owners.ts';

describe('CODEOWNERS', () => {
  it('lets the last rule win, and a rule without owners take them away', () => {
    const rules = parseCodeOwners(
      '# all\n*  @all\n*.js @js # scripts\n/docs/ doc@example.com\nvendor/\nspaced\\ name @s\n[Section]\n!x @n\n',
    );
    assert.deepEqual(codeOwnersOf(rules, 'a/b.py'), ['@all']);
    assert.deepEqual(codeOwnersOf(rules, 'a/b.js'), ['@js']);
    assert.deepEqual(codeOwnersOf(rules, 'docs/a/b.js'), ['doc@example.com']);
    assert.deepEqual(codeOwnersOf(rules, 'x/vendor/b.js'), []);
    assert.deepEqual(codeOwnersOf(rules, 'spaced name'), ['@s']);
  });

  it('reads patterns as .gitignore does', () => {
    const cases: [string, string, boolean][] = [
      ['docs/*', 'docs/a.md', true],
      ['docs/*', 'docs/a/b.md', false],
      ['docs/**', 'docs/a/b.md', true],
      ['apps/', 'x/apps/a.js', true],
      ['apps/', 'apps', false],
      ['/apps', 'x/apps/a.js', false],
      ['/apps', 'apps/a.js', true],
      ['**/logs', 'build/logs/x.log', true],
      ['src/**/test', 'src/a/b/test/x', true],
      ['src/**/test', 'src/test/x', true],
      ['a?c.txt', 'abc.txt', true],
      ['a?c.txt', 'x/abc.txt', true],
      ['a.c', 'abc', false],
      ['*', 'any/thing', true],
      ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaa!', false],
    ];
    for (const [pattern, path, expected] of cases) {
      assert.equal(matchesPattern(pattern, path), expected, `${pattern} ${path}`);
    }
    assert.equal(matchesPattern(`${'*a'.repeat(2000)}b`, 'a'.repeat(4000)), false);
  });
});

describe('findOwners', () => {
  it('names code owners, who wrote the function and who worked on the file, through the mailmap', async () => {
    const scratch = await ScratchRepository.create();
    try {
      const body = ['def a():', '    x = 1', '    return x', '', 'def b():', '    return 2', ''];
      await scratch.commit({
        message: 'one',
        author: 'Ann Old',
        files: { 'app/x.py': body.join('\n'), CODEOWNERS: '/app/ @org/app\n' },
      });
      const changed = body.toSpliced(1, 1, '    x = 3');
      await scratch.commit({ message: 'two', author: 'Bo Two', files: { 'app/x.py': changed.join('\n') } });
      await scratch.commit({
        message: 'three',
        files: { '.mailmap': 'Ann New <new@example.com> <ann@example.com>\n' },
      });
      await scratch.write({ 'app/x.py': ['# edited', '', ...changed].join('\n') });
      const repository = await Repository.open(scratch.root);
      const tree = new SourceTree(repository, await repository.head());
      try {
        const owners = await findOwners({ repository, tree, location: { file: 'app/x.py', line: 4 } });
        assert.deepEqual(
          owners.map(owner => [owner.name, owner.source, Math.round(owner.share * 100)]),
          [
            ['@org/app', 'CODEOWNERS', 100],
            ['Ann New <new@example.com>', 'blame', 67],
            ['Bo Two <bo@example.com>', 'blame', 33],
          ],
        );
      } finally {
        await tree.dispose();
      }
    } finally {
      await scratch.dispose();
    }
  });
});
