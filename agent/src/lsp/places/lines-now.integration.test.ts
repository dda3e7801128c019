import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { LinesNow } from './lines-now.ts';
import type { MarkedLine } from './marker.ts';
import { OpenFiles } from './open-files.ts';

const head = `${Array.from({ length: 40 }, (_, at) => `const value${at} = compute(${at});`).join('\n')}\n`;

describe('where a line is now', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  let commit: string;
  let uri: string;
  let files: OpenFiles;
  let lines: LinesNow;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    await scratch.commit({ message: 'one', files: { 'src/a.ts': head, 'src/b.ts': 'b\n' } });
    repository = await Repository.open(scratch.root);
    commit = await repository.head();
    uri = pathToFileURL(path.join(repository.root, 'src', 'a.ts')).href;
    files = new OpenFiles();
    lines = new LinesNow(files);
  });
  afterEach(() => scratch.dispose());

  const marked = (line: number): MarkedLine => ({
    uri,
    path: 'src/a.ts',
    line,
    symbol: undefined,
    index: 0,
  });
  /** Line from 1, as the editor that these files are open in would show it. */
  const found = async (line: number, from = lines) => {
    const now = await from.look()(marked(line), { repository, commit });
    return now && now.range.start.line + 1;
  };
  const hold = (text: string, into = files) => into.opened({ uri, getText: () => text });

  it('follows lines that are typed above and not saved, and goes back with undo', async () => {
    assert.equal(await found(20), 20);
    hold(`// one\n\n${head}`);
    assert.equal(await found(20), 22);
    hold(head);
    assert.equal(await found(20), 20);
    hold(head.replace('compute(19)', 'compute(190)'));
    assert.equal(await found(20), 20);
    files.closed(uri);
    assert.equal(await found(20), 20);
  });

  it('does not mind line ends, new formatting, or all lines being moved about', async () => {
    hold(head.replaceAll('\n', '\r\n'));
    assert.equal(await found(20), 20);
    hold(`// one\r\n${head.replaceAll('\n', '\r\n')}`);
    assert.equal(await found(20), 21);
    // A formatter replaces the whole text at once.
    hold(head.replace(/^/gm, '    ').replace('value3 =', 'value3\n      ='));
    assert.equal(await found(20), 21);
    hold(`${head.split('\n').slice(20, 40).join('\n')}\n${head.split('\n').slice(0, 20).join('\n')}\n`);
    assert.equal(await found(20), 40);
  });

  it('shows nothing in a text that has nothing in common with the commit’s, nor in a file that is gone', async () => {
    hold(Array.from({ length: 50 }, (_, at) => `something else ${at * 7919}`).join('\n'));
    assert.equal(await found(20), undefined);
    files.closed(uri);
    assert.equal(await found(20), 20);
    await rename(path.join(repository.root, 'src', 'a.ts'), path.join(repository.root, 'src', 'gone.ts'));
    assert.equal(await found(20), undefined);
  });

  it('follows a file that is renamed in the editor, saved or not', async () => {
    const place = path.join(repository.root, 'src', 'new name.ts');
    const renamed = pathToFileURL(place).href;
    await rename(path.join(repository.root, 'src', 'a.ts'), place);
    files.renamed(uri, renamed);
    const look = async () => lines.look()(marked(20), { repository, commit });
    assert.deepEqual([(await look())?.uri, await found(20)], [renamed, 20]);
    files.opened({ uri: renamed, getText: () => `// one\n${head}` });
    assert.deepEqual([(await look())?.uri, await found(20)], [renamed, 21]);
  });

  it('keeps what two windows hold apart, and takes from the disk what neither has open', async () => {
    const others = new OpenFiles();
    const other = new LinesNow(others);
    hold(`// one\n${head}`);
    assert.deepEqual([await found(20), await found(20, other)], [21, 20]);
    await writeFile(path.join(repository.root, 'src', 'a.ts'), `// one\n// two\n${head}`);
    assert.deepEqual([await found(20), await found(20, other)], [21, 22]);
    hold(`// 1\n// 2\n// 3\n${head}`, others);
    assert.deepEqual([await found(20), await found(20, other)], [21, 23]);
  });

  it('answers soon for texts that are large and share nothing', async () => {
    const large = (word: string) =>
      Array.from({ length: 20_000 }, (_, at) => `${word} ${(at * 7919) % 104_729}`).join('\n');
    await scratch.commit({ message: 'two', files: { 'src/a.ts': large('old') } });
    commit = await repository.head();
    hold(`${large('new')}\n`);
    await found(1);
    const began = performance.now();
    hold(`${large('newer')}\n`);
    await found(500);
    // It gives up after 150 ms; a busy machine gets more.
    assert.ok(performance.now() - began < 5_000, `${performance.now() - began} ms`);
  });
});
