import assert from 'node:assert/strict';
import { OpenFiles } from './open-files.ts';

const file = (uri: string) => ({ uri, getText: () => '' });

describe('the files that are open', () => {
  it('are found however their address is spelled', () => {
    const files = new OpenFiles();
    files.opened(file('file:///w/%40shop/%5Bid%5D/%28a%29/x%2By.ts'));
    const ours = 'file:///w/@shop/[id]/(a)/x+y.ts';
    assert.equal(files.find(ours)?.uri, 'file:///w/%40shop/%5Bid%5D/%28a%29/x%2By.ts');
    assert.equal(files.present(ours), 'file:///w/%40shop/%5Bid%5D/%28a%29/x%2By.ts');
    assert.equal(files.present('file:///w/other.ts'), 'file:///w/other.ts');
    assert.ok(files.hasName('x+y.ts'));
    assert.ok(!files.hasName('y.ts'));
    files.closed(ours);
    assert.ok(!files.hasName('x+y.ts'));
    files.opened(file('untitled:Untitled-1'));
    files.opened(file('file://%zz/%'));
    assert.equal(files.find('untitled:Untitled-1')?.uri, 'untitled:Untitled-1');
  });

  it('are followed when they are renamed, again, with their folder, and back', () => {
    const files = new OpenFiles();
    files.renamed('file:///w/a.ts', 'file:///w/b.ts');
    files.renamed('file:///w/b.ts', 'file:///w/src/b.ts');
    assert.equal(files.present('file:///w/a.ts'), 'file:///w/src/b.ts');
    files.renamed('file:///w/src', 'file:///w/lib');
    assert.equal(files.present('file:///w/a.ts'), 'file:///w/lib/b.ts');
    assert.equal(files.present('file:///w/src/c.ts'), 'file:///w/lib/c.ts');
    assert.equal(files.present('file:///w/srcs/c.ts'), 'file:///w/srcs/c.ts');
    files.renamed('file:///w/lib', 'file:///w/src');
    files.renamed('file:///w/src/b.ts', 'file:///w/a.ts');
    assert.equal(files.present('file:///w/a.ts'), 'file:///w/a.ts');
    assert.equal(files.present('file:///w/src/c.ts'), 'file:///w/src/c.ts');
  });

  it('are called as before when they are there again', () => {
    const files = new OpenFiles();
    files.renamed(import.meta.url, 'file:///w/b.ts');
    files.renamed('file:///w/c.ts', 'file:///w/d.ts');
    files.opened(file('file:///w/c.ts'));
    assert.equal(files.present('file:///w/c.ts'), 'file:///w/c.ts');
    files.closed('file:///w/c.ts');
    files.forgetReturned();
    assert.equal(files.present(import.meta.url), import.meta.url);
    assert.equal(files.present('file:///w/c.ts'), 'file:///w/d.ts');
  });
});
