import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  lockedVersions,
  pipfileRequirements,
  pipfileVersions,
  projectRequirements,
  requirementLines,
} from './python-requirements.ts';

describe('what a Python project asks for', () => {
  it('is read from requirements files, without what would have to be built', () => {
    const files: Record<string, string> = {
      'requirements.txt': [
        '# first\r',
        '-r deps/base.txt',
        '-c deps/pins.txt',
        '--index-url=https://example.org/simple',
        'flask[async] >= 2 ; python_version > "3.8"  # web',
        'plain \\',
        '  --hash=sha256:00',
        './wheels/own-1.0-py3-none-any.whl',
        '-e .',
        'git+https://example.org/x.git',
        'odd @ git+https://example.org/y.git',
        '../elsewhere',
        '--install-option=evil',
        '--extra-index-url https://example.org/$' + '{SECRET}/',
      ].join('\n'),
      'deps/base.txt': 'base==1\n-r ../requirements.txt\n',
      'deps/pins.txt': 'flask==2.3\n',
    };
    assert.deepEqual(
      requirementLines('requirements.txt', path => files[path]),
      {
        lines: [
          '--index-url=https://example.org/simple',
          'flask[async] >= 2 ; python_version > "3.8"',
          'plain    --hash=sha256:00',
          'base==1',
        ],
        pins: ['flask==2.3'],
        wheels: ['wheels/own-1.0-py3-none-any.whl'],
        leftOut: [
          '-e .',
          'git+https://example.org/x.git',
          'odd @ git+https://example.org/y.git',
          '../elsewhere',
          '--install-option=evil',
          '--extra-index-url https://example.org/$' + '{SECRET}/',
        ],
      },
    );
  });

  it('is read from pyproject.toml, in the ways of pip and of Poetry', () => {
    const toml = `[project]
name = "x"
dependencies = [
  "odd @ https://example.org/x.whl",
  "flask>=2", # web
  'click[extra]~=8.0',
]
[project.optional-dependencies]
docs = ["sphinx"]
test = ["pytest", "hypothesis>=6"]
[tool.poetry.dependencies]
python = "^3.10"
requests = { version = "^2", extras = ["socks"] }
[tool.poetry.group.dev.dependencies]
black = "*"
[[tool.mypy.overrides]]
module = "x"
`;
    assert.deepEqual(projectRequirements(toml), [
      'flask>=2',
      'click[extra]~=8.0',
      'pytest',
      'hypothesis>=6',
      'requests',
      'black',
    ]);
  });

  it('is settled by lock files', () => {
    const lock = '[[package]]\nname = "a"\nversion = "1.2"\n\n[[package]]\nname = "b-c"\nversion = "0.1+x"\n';
    assert.deepEqual(lockedVersions(lock), ['a==1.2', 'b-c==0.1+x']);
    assert.deepEqual(
      pipfileVersions(
        '{"default":{"a":{"version":"==1"},"b":{"git":"x"}},"develop":{"c":{"version":"==2"}}}',
      ),
      ['a==1', 'c==2'],
    );
    assert.deepEqual(pipfileVersions('no'), []);
    assert.deepEqual(
      pipfileRequirements('[packages]\na = "*"\nb = "==1"\n[requires]\npython_version = "3"\n'),
      ['a', 'b==1'],
    );
  });

  it('is looked for in any text, and quickly', () => {
    const all = (text: string) => {
      requirementLines('r', () => text);
      projectRequirements(text);
      lockedVersions(text);
      pipfileRequirements(text);
    };
    fc.assert(fc.property(fc.string(), all));
    for (const part of [
      'a',
      ' ',
      '-r ',
      '[',
      '\\\n',
      'a[',
      '"',
      'dependencies = [',
      '[project]\n',
      '#',
      '[[package]]\nname = "',
    ]) {
      const text = part.repeat(Math.ceil(1e6 / part.length));
      const took = [1, 2, 3].map(() => {
        const began = performance.now();
        all(text);
        return performance.now() - began;
      });
      assert.ok(Math.min(...took) < 200, `${JSON.stringify(part)} ${Math.min(...took)}`);
    }
  });
});
