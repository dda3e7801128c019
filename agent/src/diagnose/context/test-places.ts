import { basename, dirname } from 'node:path/posix';
import type { Impact } from '@errata/protocol/impact';
import { familyOf } from '../../language/languages.ts';
import { isTestPath, type SourceIndex } from '../sources.ts';
import type { Place } from './place.ts';

const mostTests = 3;
const longestTest = 60;
/** Enough to see how tests are written here. */
const linesOfHead = 40;
const weight = 0.45;

/** Tests that run the code to be changed, with the heads of their files; else one beside it, as an example. Throws when cancelled. */
export async function testPlaces(
  file: string | undefined,
  impact: Impact | undefined,
  index: SourceIndex,
): Promise<Place[]> {
  const places: Place[] = [];
  for (const [at, test] of (impact?.tests ?? []).slice(0, mostTests).entries()) {
    const source = await index.file(test.file);
    const end = source?.tree.nodesOn(test.line)[0]?.endLine ?? test.line;
    const to = Math.max(test.line, Math.min(end, test.line + longestTest));
    const why = test.calls === 1 ? 'calls the function to be changed' : 'runs the function to be changed';
    places.push({ file: test.file, from: test.line, to, line: test.line, why, weight: weight - at * 0.03 });
    for (const { node } of source?.language.imports(source.tree) ?? [])
      places.push({
        file: test.file,
        from: node.line,
        to: node.endLine,
        line: node.line,
        why,
        weight: weight - at * 0.03,
      });
  }
  if (places.length > 0 || file === undefined) return places;
  const example = await exampleFor(file, index);
  const why = 'shows how tests are written here';
  return example === undefined
    ? []
    : [{ file: example, from: 1, to: linesOfHead, line: 1, why, weight: weight / 2 }];
}

/** The test whose name or folder is nearest to that of a file. */
async function exampleFor(file: string, index: SourceIndex): Promise<string | undefined> {
  const stem = basename(file)
    .replace(/\.\w+$/, '')
    .toLowerCase();
  const folders = dirname(file).split('/');
  const near = (path: string) =>
    (basename(path).toLowerCase().includes(stem) ? 10 : 0) +
    folders.filter(folder => path.split('/').includes(folder)).length;
  const tests = (await index.paths()).filter(
    path => isTestPath(path) && familyOf(path) === familyOf(file) && /test|spec/i.test(basename(path)),
  );
  return tests.sort((a, b) => near(b) - near(a))[0];
}
