import { t } from '@vscode/l10n';
import weights from '../../locate/weights.json' with { type: 'json' };
import type { MappedPlace } from '../mapped.ts';
import type { SourceFile, SourceIndex } from '../sources.ts';
import type { Candidate } from './candidate.ts';

const own = /(?:\b(?:this|self)\s*(?:\?\.|\.|->)|\$this->|@)(\w+)/g;
const most = 3;

/**
 * Where the fields that a failing line reads are given their values, and the constructor that should have done so:
 * in a class, or in the old manner of prototypes, where no syntax says what belongs together.
 */
export async function fieldMakers(
  place: MappedPlace,
  failed: string,
  index: SourceIndex,
): Promise<Candidate[]> {
  const source = await index.file(place.file);
  if (source === undefined) return [];
  const names = new Set([...failed.slice(0, 1000).matchAll(own)].map(([, name]) => name ?? ''));
  const found: Candidate[] = [];
  const score = weights.origin.field;
  for (const name of names) {
    const given = new RegExp(
      `(?:\\b(?:this|self)(?:\\.|->)|\\$this->|@)${name}\\s*(?:\\|\\||\\?\\?|[-+*/])?=(?![=~>])`,
    );
    const lines = source.text.split('\n');
    for (const [at, text] of lines.entries()) {
      if (found.length >= most || at + 1 === place.line || !given.test(text.slice(0, 1000))) continue;
      const symbol = source.language.functionAt(source.tree, at + 1)?.qualifiedName;
      found.push({
        file: source.path,
        line: at + 1,
        symbol,
        score: score * 0.9 ** found.length,
        reason: t('gives {0} a value', name),
      });
    }
  }
  const maker = names.size > 0 ? constructorOf(source, place.line) : undefined;
  if (maker)
    found.push({
      file: source.path,
      ...maker,
      score: score * 0.8,
      reason: t('makes the object whose field it is'),
    });
  return found;
}

function constructorOf(source: SourceFile, line: number): { line: number; symbol: string } | undefined {
  const { language, tree } = source;
  const info = language.functionAt(tree, line);
  const all = language.functions(tree);
  const head = info ? source.text.slice(Math.max(0, info.node.start - 120), info.node.start) : '';
  const owner = info?.className ?? /(\w+)\.prototype(?:\.\w+)?\s*=\s*$/.exec(head)?.[1];
  const maker = all.find(
    other =>
      other !== info && (other.kind === 'constructor' ? other.className === owner : other.name === owner),
  );
  return owner && maker ? { line: maker.startLine, symbol: maker.qualifiedName } : undefined;
}
