import assert from 'node:assert/strict';
import { filesOfHead } from './base.ts';
import { verifyContext } from './context.ts';
import { newTypeErrors, parseTypeErrors } from './type-check.ts';

describe('what turns the working folder into HEAD', () => {
  const head: Record<string, string | undefined> = {
    'a.js': 'old\n',
    'gone.js': 'was\n',
    'picture.png': undefined,
  };
  const sources = { list: async () => Object.keys(head), read: async (path: string) => head[path] };

  it('restores what is tracked, takes away what is new and leaves what is no text', async () => {
    const files = await filesOfHead(['a.js', 'gone.js', 'new.js', 'staged.js', 'picture.png'], sources);
    assert.deepEqual(
      [...files],
      [
        ['a.js', 'old\n'],
        ['gone.js', 'was\n'],
        ['new.js', null],
        ['staged.js', null],
      ],
    );
  });

  it('lies below what a run changes', async () => {
    const seen: ReadonlyMap<string, string | null>[] = [];
    const context = verifyContext({
      sandbox: {
        kind: 'namespaces',
        run: async (_, spec) => {
          seen.push(spec.files);
          const nothing = { output: '', stdout: '', stderr: '', artefacts: new Map(), milliseconds: 0 };
          return { status: 'exited', exitCode: 0, ...nothing };
        },
      },
      prepared: { dir: '/a', workspace: '/workspace' },
      sources,
      base: new Map([['a.js', 'old\n']]),
    });
    await context.run({ files: new Map([['a.js', 'new\n']]), command: ['true'] });
    assert.deepEqual([...(seen[0] ?? [])], [['a.js', 'new\n']]);
  });
});

describe('type errors', () => {
  const output = [
    "src/a.ts(3,5): error TS2322: Type 'string' is not assignable to type 'number'.",
    '  a second line that explains',
    "src/b.ts:4:1 - error TS2304: Cannot find name 'x'.",
    '',
  ].join('\r\n');

  it('are read without their positions', () => {
    assert.deepEqual(parseTypeErrors(output), [
      "src/a.ts: TS2322: Type 'string' is not assignable to type 'number'.",
      "src/b.ts: TS2304: Cannot find name 'x'.",
    ]);
  });

  it('are new when there are more of them than before', () => {
    const check = (...errors: string[]) => ({ ran: true, errors });
    assert.deepEqual(newTypeErrors(check('a', 'b'), check('b', 'a')), []);
    assert.deepEqual(newTypeErrors(check('a'), check('a', 'a', 'c')), ['a', 'c']);
    assert.deepEqual(newTypeErrors({ ran: false, errors: [] }, check('a')), []);
  });
});
