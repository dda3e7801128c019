import { familyOf } from '../../language/languages.ts';
import { isTestPath, type SourceFile, type SourceIndex } from '../sources.ts';

const importing =
  /^\s*(?:import|from|use|using|require|require_once|require_relative|include|extern crate|mod|package)\b|\brequire\s*\(|\bimport\s*\(/;
const vague = /^(?:index|main|mod|lib|__init__|init|types?|utils?|src)$/;

/** Files of the program that a test is likely about: by its name, by what it imports, by what it speaks of. 0…1, by path. */
export async function affinities(test: SourceFile, index: SourceIndex): Promise<Map<string, number>> {
  const imports = test.text.split('\n').filter(line => importing.test(line.slice(0, 500)));
  const imported = wordSet(imports.join('\n'));
  const spoken = wordSet(test.text);
  const about = tested(stemOf(test.path));
  const { family } = test.language;
  const found = new Map<string, number>();
  for (const path of await index.paths()) {
    if (isTestPath(path) || familyOf(path) !== family) continue;
    const stem = stemOf(path);
    if (stem.length < 2) continue;
    const pairs = stem === about;
    const score = pairs ? 1 : imported.has(stem) ? 0.85 : spoken.has(stem) ? 0.7 : 0;
    if (score > 0) found.set(path, score * (0.92 + 0.08 * sharedFolders(path, test.path)));
  }
  return found;
}

/** A file's name as code would speak of it: without ending, marks and case; of a vague one the folder's. */
function stemOf(path: string): string {
  const parts = path.split('/');
  const name = (parts.at(-1) ?? '').replace(/\.\w+$/, '');
  const telling = vague.test(name) ? (parts.at(-2) ?? name) : name;
  return plain(telling);
}

function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]/gu, '')
    .replace(/\.(?=\w)/g, '');
}

function tested(stem: string): string {
  return stem.replace(/^test(?:s|case)?(?=.{2})|(?:unit|integration)?(?:tests?|testcase|specs?)$/g, '');
}

function wordSet(text: string): Set<string> {
  const words = new Set<string>();
  for (const [word] of text.slice(0, 400_000).matchAll(/[\p{L}_][\p{L}\p{N}_-]*/gu)) words.add(plain(word));
  return words;
}

/** The share of a path's folders that a test's path names too. */
function sharedFolders(path: string, test: string): number {
  const folders = path.split('/').slice(0, -1);
  const others = new Set(test.split('/').slice(0, -1));
  return folders.length === 0 ? 0 : folders.filter(folder => others.has(folder)).length / folders.length;
}
