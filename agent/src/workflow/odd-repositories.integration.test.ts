import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import { git } from '../git/git.ts';
import { GitError } from '../git/git-error.ts';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { scratchEvent } from '../locate/scratch-event.ts';
import { readWorkingCopy } from '../locate/working-copy.ts';
import { analyse } from './analysis.ts';
import { presentDiagnosis } from './present.ts';

const file = 'src/cart.js';
const lines = (tax: string) => [
  'export function total(cart) {',
  '  const sum = cart.items.length;',
  `  return sum * ${tax};`,
  '}',
  '',
];
const first = lines('1.1').join('\n');
const broken = lines('cart.customer.country.tax').join('\n');
const line = 3;

/** What `errata locate` finds of an error on line 3 of a file. */
async function locate(folder: string, about: { file?: string; release?: string; quoted?: string } = {}) {
  const repository = await Repository.open(folder);
  const tree = new SourceTree(repository, await repository.head());
  const event = scratchEvent(
    [
      {
        file: `/app/${about.file ?? file}`,
        line,
        function: 'total',
        ...(about.quoted === undefined ? {} : { contextLine: about.quoted }),
      },
    ],
    {
      value: "Cannot read properties of undefined (reading 'country')",
      ...(about.release === undefined ? {} : { release: about.release }),
    },
  );
  try {
    const { diagnosis } = await analyse({ event, repository, tree });
    const textNow = (path: string) => readWorkingCopy(repository.root, path);
    return await presentDiagnosis(diagnosis, tree, textNow);
  } finally {
    await tree.dispose();
  }
}

const crashOf = ({ locations }: Diagnosis) => locations.find(each => each.frame !== undefined);
const placeOf = (diagnosis: Diagnosis) => `${crashOf(diagnosis)?.file}:${crashOf(diagnosis)?.line}`;
const whyNot = ({ unmapped }: Diagnosis) => unmapped.map(({ reason }) => reason).join();

describe('locating in an odd repository', function () {
  this.timeout(60_000);
  let scratch: ScratchRepository;
  let folder: string;
  let culprit: string;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    folder = await mkdtemp(path.join(tmpdir(), 'errata-odd-'));
    await scratch.commit({
      message: 'Count',
      files: { [file]: first, 'README.md': 'Shop\n' },
      tag: 'v1.0.0',
    });
    culprit = await scratch.commit({ message: 'Tax by country', files: { [file]: broken }, tag: 'v1.1.0' });
    await scratch.commit({ message: 'Explain', files: { 'README.md': 'A shop\n' } });
  });
  afterEach(async () => {
    await scratch.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const clone = async (...options: string[]) => {
    const from = `file://${scratch.root}`;
    await git.run(['-c', 'protocol.file.allow=always', 'clone', '--quiet', ...options, from, '.'], {
      cwd: folder,
      writes: true,
    });
  };
  const namesCulprit = (diagnosis: Diagnosis) => {
    assert.equal(placeOf(diagnosis), `${file}:${line}`);
    assert.equal(diagnosis.suspects[0]?.commit, culprit);
  };

  it('that is a linked worktree', async () => {
    await scratch.git('worktree', 'add', '--quiet', '--detach', path.join(folder, 'linked'), 'v1.1.0');
    namesCulprit(await locate(path.join(folder, 'linked', 'src')));
  });

  it('with a detached HEAD', async () => {
    await scratch.git('checkout', '--quiet', '--detach', 'v1.1.0');
    namesCulprit(await locate(scratch.root));
  });

  it('with a sparse checkout', async () => {
    await scratch.git('sparse-checkout', 'set', 'docs');
    assert.equal(await readWorkingCopy(scratch.root, file), undefined);
    namesCulprit(await locate(scratch.root, { release: 'v1.1.0' }));
  });

  it('with the object format SHA-256', async () => {
    await git.run(['init', '--quiet', '--object-format=sha256', '.'], { cwd: folder, writes: true });
    await git.run(['fast-import', '--quiet'], {
      cwd: folder,
      writes: true,
      input: execFileSync('git', ['fast-export', '--all'], { cwd: scratch.root }),
    });
    await git.run(['symbolic-ref', 'HEAD', 'refs/heads/main'], { cwd: folder, writes: true });
    const diagnosis = await locate(folder, { release: 'v1.1.0' });
    assert.equal(placeOf(diagnosis), `${file}:${line}`);
    assert.match(diagnosis.suspects[0]?.commit ?? '', /^[0-9a-f]{64}$/);
    assert.equal(diagnosis.suspects[0]?.subject, 'Tax by country');
  });

  it('that is a shallow clone: says so, and names nobody at the cut', async () => {
    await clone('--depth=1', '--no-tags');
    const diagnosis = await locate(folder, { release: 'v1.1.0' });
    assert.equal(placeOf(diagnosis), `${file}:${line}`);
    assert.match(diagnosis.release?.how ?? '', /shallow clone: git fetch --unshallow/);
    assert.deepEqual(diagnosis.suspects, []);
    await git.run(['-c', 'protocol.file.allow=always', 'fetch', '--quiet', '--unshallow', '--tags'], {
      cwd: folder,
      writes: true,
    });
    namesCulprit(await locate(folder, { release: 'v1.1.0' }));
  });

  it('that is a partial clone: fetches nothing, and says what is missing', async () => {
    await scratch.git('config', 'uploadpack.allowFilter', 'true');
    await clone('--filter=blob:none', '--no-checkout');
    const objects = () => readdir(path.join(folder, '.git/objects/pack'));
    const before = await objects();
    const diagnosis = await locate(folder, { release: 'v1.1.0' });
    assert.match(whyNot(diagnosis), /src\/cart\.js is not in this partial clone/);
    assert.deepEqual(await objects(), before);
    // Checked out, the newest version is here, and those before it are not.
    await git.run(['-c', 'protocol.file.allow=always', 'checkout', '--quiet', 'main'], {
      cwd: folder,
      writes: true,
    });
    const checkedOut = await objects();
    assert.equal(placeOf(await locate(folder, { release: 'v1.1.0' })), `${file}:${line}`);
    assert.deepEqual(await objects(), checkedOut);
  });

  it('with a submodule: says where to look', async () => {
    const inner = await ScratchRepository.create();
    try {
      await inner.commit({ message: 'Inner', files: { 'lib/tax.js': first } });
      const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
      await scratch.git(...add, inner.root, 'parts/tax');
      await scratch.commit({ message: 'Add tax' });
      const inside = { file: 'parts/tax/lib/tax.js' };
      const why = /^lib\/tax\.js is in the submodule parts\/tax: name that as the repository/;
      assert.match(whyNot(await locate(scratch.root, inside)), why);
      assert.equal(placeOf(await locate(path.join(scratch.root, 'parts/tax'), inside)), 'lib/tax.js:3');
      await scratch.git('submodule', '--quiet', 'deinit', '--force', 'parts/tax');
      assert.match(
        whyNot(await locate(scratch.root, inside)),
        /parts\/tax is a submodule that is not checked/,
      );
    } finally {
      await inner.dispose();
    }
  });

  it('that is bare or empty: says so', async () => {
    await clone('--bare');
    const reason = (wanted: 'not-a-repository' | 'no-commits') => (error: unknown) =>
      GitError.is(error, wanted) && /working tree|first commit/.test(error.message);
    await assert.rejects(locate(folder), reason('not-a-repository'));
    const empty = await ScratchRepository.create();
    try {
      await assert.rejects(locate(empty.root), reason('no-commits'));
    } finally {
      await empty.dispose();
    }
  });

  it('with huge and with binary files: says so', async () => {
    const huge = `${lines('2').join('\n')}${'// filler\n'.repeat(1_100_000)}`;
    const files = { 'src/huge.js': huge, 'src/image.js': new Uint8Array([1, 0, 2, 10, 10, 10]) };
    await scratch.commit({ message: 'Big', files });
    assert.match(whyNot(await locate(scratch.root, { file: 'src/huge.js' })), /src\/huge\.js is too large/);
    assert.match(whyNot(await locate(scratch.root, { file: 'src/image.js' })), /src\/image\.js is binary/);
  });

  it('with names and contents that are not UTF-8', async () => {
    const latin = Buffer.from(
      `${lines('1').slice(0, 2).join('\n')}\n  return cart.größe; // ß\n}\n`,
      'latin1',
    );
    const named = Buffer.concat([
      Buffer.from(`${scratch.root}/src/na`),
      Buffer.from([0xef]),
      Buffer.from('f.js'),
    ]);
    await writeFile(named, broken);
    const latest = await scratch.commit({ message: 'Latin', files: { 'src/latin.js': latin } });
    const quoted = { file: 'src/latin.js', quoted: '  return cart.größe; // ß' };
    const diagnosis = await locate(scratch.root, quoted);
    assert.equal(placeOf(diagnosis), 'src/latin.js:3');
    assert.equal(crashOf(diagnosis)?.mapping, 'exact');
    assert.equal(diagnosis.suspects[0]?.commit, latest);
    assert.equal(crashOf(await locate(scratch.root, { file: 'src/na\ufffdf.js' }))?.line, line);
  });

  it('with names that git would quote', async () => {
    await scratch.git('config', 'core.quotePath', 'true');
    const odd = 'src/größe "x"\\y.js';
    await scratch.commit({ message: 'Odd', files: { [odd]: first } });
    const latest = await scratch.commit({ message: 'Odder', files: { [odd]: broken } });
    const diagnosis = await locate(scratch.root, { file: odd.replaceAll('\\', '\\') });
    assert.equal(diagnosis.suspects[0]?.commit ?? latest, latest);
  });

  it('whose working copy has other line ends', async () => {
    await scratch.git('config', 'core.autocrlf', 'true');
    await scratch.write({ [file]: `// edited\r\n${broken.replaceAll('\n', '\r\n')}` });
    const diagnosis = await locate(scratch.root, { release: 'v1.1.0' });
    assert.equal(placeOf(diagnosis), `${file}:${line + 1}`);
    assert.equal(diagnosis.suspects[0]?.commit, culprit);
    await scratch.write({ '.gitattributes': '* text eol=crlf\n', [file]: broken.replaceAll('\n', '\r\n') });
    await scratch.commit({ message: 'Ends' });
    namesCulprit(await locate(scratch.root, { release: 'v1.1.0' }));
  });

  it('in which a commit was replaced', async () => {
    namesCulprit(await locate(scratch.root, { release: 'v1.1.0' }));
    const parent = (await scratch.git('rev-parse', 'v1.0.0')).trim();
    const tree = (await scratch.git('rev-parse', 'v1.1.0^{tree}')).trim();
    const other = await scratch.git('commit-tree', tree, '-p', parent, '-m', 'Said in other words');
    await scratch.git('replace', culprit, other.trim());
    const diagnosis = await locate(scratch.root, { release: 'v1.1.0' });
    assert.equal(diagnosis.suspects[0]?.subject, 'Said in other words');
  });

  it('with settings that change what git says', async () => {
    const settings = {
      'blame.coloring': 'highlightRecent',
      'blame.showEmail': 'true',
      'blame.markIgnoredLines': 'true',
      'color.ui': 'always',
      'core.abbrev': '5',
      'diff.algorithm': 'patience',
      'diff.colorMoved': 'zebra',
      'diff.interHunkContext': '50',
      'diff.mnemonicPrefix': 'true',
      'diff.noprefix': 'true',
      'diff.orderFile': '/nonexistent',
      'diff.relative': 'true',
      'diff.renames': 'false',
      'diff.statGraphWidth': '1',
      'diff.submodule': 'log',
      'diff.suppressBlankEmpty': 'true',
      'diff.wordRegex': '.',
      'format.pretty': 'oneline',
      'grep.lineNumber': 'true',
      'grep.patternType': 'perl',
      'i18n.logOutputEncoding': 'latin1',
      'log.date': 'relative',
      'log.decorate': 'full',
      'log.follow': 'true',
      'log.showRoot': 'false',
      'log.showSignature': 'true',
      'submodule.recurse': 'true',
    };
    const before = await locate(scratch.root, { release: 'v1.1.0' });
    for (const [name, value] of Object.entries(settings)) await scratch.git('config', name, value);
    assert.deepEqual(await locate(scratch.root, { release: 'v1.1.0' }), before);
    const everywhere = path.join(folder, 'config');
    await writeFile(everywhere, '[blame]\nignoreRevsFile = .git-blame-ignore-revs\n');
    const global = process.env['GIT_CONFIG_GLOBAL'];
    process.env['GIT_CONFIG_GLOBAL'] = everywhere;
    try {
      await scratch.git('config', 'errata.now', 'other');
      assert.deepEqual(await locate(scratch.root, { release: 'v1.1.0' }), before);
    } finally {
      if (global === undefined) delete process.env['GIT_CONFIG_GLOBAL'];
      else process.env['GIT_CONFIG_GLOBAL'] = global;
    }
  });

  it('that would have programs run', async () => {
    const ran = path.join(folder, 'ran');
    const program = path.join(folder, 'program');
    await writeFile(program, `#!/bin/sh\necho "$0 $*" >> ${ran}\ncat\n`);
    await chmod(program, 0o755);
    for (const hook of [
      'post-index-change',
      'reference-transaction',
      'post-checkout',
      'fsmonitor-watchman',
    ]) {
      await writeFile(path.join(scratch.root, '.git/hooks', hook), await readFile(program), { mode: 0o755 });
    }
    await scratch.write({ '.gitattributes': '* filter=evil diff=evil merge=evil\n' });
    await scratch.commit({ message: 'Attributes' });
    for (const name of [
      'core.fsmonitor',
      'core.pager',
      'core.editor',
      'core.askPass',
      'core.sshCommand',
      'core.gitProxy',
      'core.alternateRefsCommand',
      'credential.helper',
      'diff.external',
      'diff.evil.textconv',
      'diff.evil.command',
      'filter.evil.clean',
      'filter.evil.smudge',
      'filter.evil.process',
      'gpg.program',
      'pager.log',
      'pager.blame',
      'uploadpack.packObjectsHook',
    ]) {
      await scratch.git('config', name, program);
    }
    for (const command of ['blame', 'log', 'cat-file', 'diff', 'ls-tree', 'grep']) {
      await scratch.git('config', `alias.${command}`, `!${program}`);
    }
    await writeFile(path.join(scratch.root, file), `// changed\n${broken}`);
    assert.equal(placeOf(await locate(scratch.root, { release: 'v1.1.0' })), `${file}:${line + 1}`);
    assert.equal(await readFile(ran, 'utf8').catch(() => ''), '');
  });

  it('that was moved while it was looked at', async () => {
    const repository = await Repository.open(scratch.root);
    const moved = path.join(folder, 'moved');
    await rename(scratch.root, moved);
    try {
      const gone = (error: unknown) => GitError.is(error, 'not-a-repository');
      await assert.rejects(repository.run(['log']), gone);
      await assert.rejects(repository.head(), gone);
    } finally {
      await rename(moved, scratch.root);
    }
  });
});
