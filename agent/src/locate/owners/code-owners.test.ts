import assert from 'node:assert/strict';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { codeOwners } from './code-owners.ts';
import { giteaRules } from './gitea-rules.ts';
import { githubRules } from './github-rules.ts';
import { gitlabRules } from './gitlab-rules.ts';
import type { OwnerRules } from './rules.ts';

const names = (rules: OwnerRules, path: string) => rules.claimsOn(path).flatMap(claim => claim.owners);

describe('CODEOWNERS of GitHub', () => {
  it('lets the last rule win, and one without owners take them away', () => {
    const rules = githubRules(
      '# all\n*  @all\n*.js @js # scripts @none\n/docs/ doc@example.com\nvendor/\nspaced\\ name @s\n',
    );
    assert.deepEqual(names(rules, 'a/b.py'), ['@all']);
    assert.deepEqual(names(rules, 'a/b.js'), ['@js']);
    assert.deepEqual(names(rules, 'docs/a/b.js'), ['doc@example.com']);
    assert.deepEqual(names(rules, 'x/vendor/b.js'), []);
    assert.deepEqual(names(rules, 'spaced name'), ['@s']);
  });

  it('passes over lines that have a mistake', () => {
    const wrong = ['!a.c @n', '[ab].c @n', '\\#a.c @n', 'a.c n', 'a.c @ok @', '* @two/slashes/here'];
    for (const line of wrong)
      assert.deepEqual(names(githubRules(`* @all\n${line}\n`), 'a.c'), ['@all'], line);
  });

  it('reads patterns as .gitignore does', () => {
    const cases: [string, string, boolean][] = [
      ['*', 'any/thing', true],
      ['/*', 'any', true],
      ['/*', 'any/thing', false],
      ['docs/*', 'docs/a.md', true],
      ['docs/*', 'docs/a/b.md', false],
      ['docs/**', 'docs/a/b.md', true],
      ['apps/', 'x/apps/a.js', true],
      ['apps/', 'apps', false],
      ['/apps', 'x/apps/a.js', false],
      ['/apps', 'apps/a.js', true],
      ['/build/logs/', 'build/logs/a/b', true],
      ['**/logs', 'build/logs/x.log', true],
      ['src/**/test', 'src/a/b/test/x', true],
      ['src/**/test', 'src/test/x', true],
      ['a?c.txt', 'abc.txt', true],
      ['a?c.txt', 'x/abc.txt', true],
      ['a.c', 'abc', false],
      ['.env', '.env', true],
      ['(a+)+$', 'aaaaaaaaaaaaaaaaaaaaaaaa!', false],
    ];
    for (const [pattern, path, expected] of cases) {
      assert.equal(names(githubRules(`${pattern} @x`), path).length > 0, expected, `${pattern} ${path}`);
    }
  });
});

describe('CODEOWNERS of GitLab', () => {
  const rules = gitlabRules(
    [
      '* @admin',
      '[Docs][2] @docs-team @group/with/sub',
      'docs/',
      'README.md',
      '  # a comment @nobody',
      '^[Ruby] @ruby',
      '*.rb',
      '!/config/**/*.rb',
      '/config/routes.rb @ops',
      '[DOCS]',
      'internal/README.md @@Maintainers janedoe@example.com nonsense',
      '\\#sharp.txt @sharp',
      'with\\ space/ @space',
      '[Broken',
    ].join('\n'),
  );

  it('counts the last match of every section', () => {
    assert.deepEqual(names(rules, 'README.md'), ['@admin', '@docs-team', '@group/with/sub']);
    assert.deepEqual(names(rules, 'internal/README.md'), ['@admin', '@@maintainer', 'janedoe@example.com']);
    assert.deepEqual(
      rules.claimsOn('app/docs/x/y.rb').map(claim => [claim.section, claim.pattern]),
      [
        [undefined, '*'],
        ['Docs', 'docs/'],
        ['Ruby', '*.rb'],
      ],
    );
  });

  it('does not let back in what a section excluded', () => {
    assert.deepEqual(names(rules, 'config/routes.rb'), ['@admin']);
    assert.deepEqual(names(rules, 'lib/routes.rb'), ['@admin', '@ruby']);
  });

  it('reads escapes, and a heading that is none as a rule', () => {
    assert.deepEqual(names(rules, '#sharp.txt'), ['@admin', '@sharp']);
    assert.deepEqual(names(rules, 'with space/a'), ['@admin', '@space']);
    assert.deepEqual(names(gitlabRules('[Broken @x\n'), 'Broken'), []);
  });

  it('reads patterns as File.fnmatch does', () => {
    const cases: [string, string, boolean][] = [
      ['/docs/', 'docs/a/b', true],
      ['/docs/', 'x/docs/a', false],
      ['/docs/*', 'docs/a/b', false],
      ['/docs/**', 'docs/a/b', false],
      ['/docs/**/*.md', 'docs/b.md', true],
      ['docs', 'docs/a', false],
      ['docs', 'x/docs', true],
      ['[a-c]x', 'bx', true],
      ['[!a-c]x', 'bx', false],
      ['*.rb', '.hidden.rb', true],
    ];
    for (const [pattern, path, expected] of cases) {
      assert.equal(names(gitlabRules(`${pattern} @x`), path).length > 0, expected, `${pattern} ${path}`);
    }
  });
});

describe('CODEOWNERS of Gitea', () => {
  it('adds up the owners of all expressions that match the whole path', () => {
    const rules = giteaRules(
      [
        '.*\\\\.go @go # comment',
        'front/.*\\\\.(js|ts) @org/front plain',
        '!front/.* @back',
        'with\\#sharp\\ x @s',
        'broken( @n',
        'alone',
      ].join('\n'),
    );
    assert.deepEqual(names(rules, 'a/b.go'), ['@go', '@back']);
    assert.deepEqual(names(rules, 'front/a.ts'), ['@org/front', '@plain']);
    assert.deepEqual(names(rules, 'front/a.tsx'), []);
    assert.deepEqual(names(rules, 'with#sharp x'), ['@back', '@s']);
  });
});

describe('hostile CODEOWNERS', () => {
  const long = 'a'.repeat(4000);
  const texts: [string, (text: string) => OwnerRules, string][] = [
    ['stars', githubRules, `${'*a'.repeat(2000)}b @x\n`],
    ['folders', githubRules, `${'**/'.repeat(1300)}b @x\n`],
    ['slashes', githubRules, `${'/'.repeat(1_000_000)} @x\n`],
    ['words', githubRules, 'x '.repeat(250_000)],
    ['backslashes', gitlabRules, '\\ '.repeat(500_000)],
    ['headings', gitlabRules, '['.repeat(1_000_000)],
    ['sections', gitlabRules, '[a]\n'.repeat(100_000)],
    ['nested', giteaRules, `(((a+)+)+)+\\$ @x\n(a|a)*b @x\n`],
    ['deep', giteaRules, `${'('.repeat(500)}a${')'.repeat(500)} @x\n`],
    ['repeats', giteaRules, `((a{1000}){1000}){1000} @x\n`],
    ['escapes', giteaRules, '\\'.repeat(1_000_000)],
  ];
  for (const [name, read, text] of texts) {
    it(`is read quickly: ${name}`, () => {
      const times = [1, 2, 3].map(() => {
        const started = process.cpuUsage();
        assert.deepEqual(names(read(text), `${long}/${long}`), []);
        return process.cpuUsage(started).user / 1000;
      });
      assert.ok(Math.min(...times) < 150, `${Math.min(...times)} ms`);
    });
  }
});

describe('codeOwners', () => {
  it('takes the file that the forge of the remote takes, in its form', async () => {
    const scratch = await ScratchRepository.create();
    try {
      await scratch.commit({
        message: 'one',
        files: { CODEOWNERS: '[Docs] @d\n*\n', '.github/CODEOWNERS': '* @g\n', 'a.c': '' },
      });
      const found = async () => {
        const repository = await Repository.open(scratch.root);
        const tree = new SourceTree(repository, await repository.head());
        try {
          const owners = await codeOwners(repository, tree);
          return owners && [owners.file, owners.forge, ...names(owners, 'a.c')];
        } finally {
          await tree.dispose();
        }
      };
      assert.deepEqual(await found(), ['.github/CODEOWNERS', 'github', '@g']);
      await scratch.git('remote', 'add', 'origin', 'git@gitlab.example.com:github/b.git');
      assert.deepEqual(await found(), ['CODEOWNERS', 'gitlab', '@d']);
      await scratch.git('remote', 'set-url', 'origin', 'https://user:secret@github.com/a/gitlab');
      assert.deepEqual(await found(), ['.github/CODEOWNERS', 'github', '@g']);
      await scratch.commit({ message: 'two', files: { CODEOWNERS: null, '.github/CODEOWNERS': null } });
      assert.equal(await found(), undefined);
      await scratch.git('remote', 'set-url', 'origin', 'https://git.example.com/a/b');
      await scratch.commit({ message: 'ci', files: { '.gitlab-ci.yml': '', CODEOWNERS: '[Docs] @d\n*\n' } });
      assert.deepEqual(await found(), ['CODEOWNERS', 'gitlab', '@d']);
      await scratch.commit({ message: 'no ci', files: { '.gitlab-ci.yml': null, CODEOWNERS: null } });
      await scratch.commit({ message: 'three', files: { '.gitea/CODEOWNERS': '.* @t\n' } });
      assert.deepEqual(await found(), ['.gitea/CODEOWNERS', 'gitea', '@t']);
    } finally {
      await scratch.dispose();
    }
  });
});
