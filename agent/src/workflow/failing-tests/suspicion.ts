import type { Location } from '@errata/protocol/diagnosis';
import { isTestPath, type SourceIndex } from '../../diagnose/sources.ts';
import type { TestLines } from './noted-lines.ts';

const mostLines = 60;
/** How much the diagnosis counts against what the tests ran. */
const told = 0.5;

/**
 * How each line of the program goes with the failing tests, 0…1 (Ochiai): one that all of them run and no other is the
 * likeliest. By file and line.
 */
export function suspicionOf(tests: readonly TestLines[]): Map<string, Map<number, number>> {
  const failing = tests.filter(test => test.failed);
  const counts = new Map<string, Map<number, { failed: number; passed: number }>>();
  for (const { failed, lines } of tests) {
    for (const [file, ran] of Object.entries(lines)) {
      if (isTestPath(file)) continue;
      const known = counts.get(file) ?? new Map<number, { failed: number; passed: number }>();
      counts.set(file, known);
      for (const line of ran) {
        const count = known.get(line) ?? { failed: 0, passed: 0 };
        count[failed ? 'failed' : 'passed'] += 1;
        known.set(line, count);
      }
    }
  }
  return new Map(
    [...counts].map(([file, lines]) => [
      file,
      new Map(
        [...lines].flatMap(([line, { failed, passed }]) =>
          failed === 0 ? [] : [[line, failed / Math.sqrt(failing.length * (failed + passed))] as const],
        ),
      ),
    ]),
  );
}

/** Where to search for an edit, likeliest first: what the diagnosis says and what the failing tests run, together. */
export async function linesToSearch(
  diagnosed: readonly Location[],
  tests: readonly TestLines[],
  index: SourceIndex,
): Promise<Location[]> {
  const found = new Map<string, Location>();
  const add = (location: Location) => {
    const key = `${location.file}:${location.line}`;
    const known = found.get(key);
    if (known === undefined || known.score < location.score) found.set(key, location);
  };
  const suspicion = suspicionOf(tests);
  const own = diagnosed.filter(({ file }) => !isTestPath(file));
  if (suspicion.size === 0) for (const location of await bodies(own, index)) add(location);
  for (const [file, lines] of suspicion) {
    for (const [line, score] of lines) {
      const said = own.find(location => location.file === file && location.line === line);
      const reason = `the failing tests run it (${score.toFixed(2)})`;
      add({
        ...(said ?? { file, line, mapping: 'exact' }),
        score: told * (said?.score ?? 0) + (1 - told) * score,
        reasons: [...(said?.reasons ?? []), reason],
      });
    }
  }
  for (const location of own) add({ ...location, score: told * location.score });
  return [...found.values()].sort((a, b) => b.score - a.score).slice(0, mostLines);
}

const inside = 0.8;

/** The lines of the functions that the diagnosis names: without a trace of the run any of them may be meant. */
async function bodies(diagnosed: readonly Location[], index: SourceIndex): Promise<Location[]> {
  const found: Location[] = [];
  for (const location of diagnosed) {
    const file = await index.file(location.file);
    const info = file?.language.functionAt(file.tree, location.line);
    if (info === undefined) continue;
    for (let line = info.startLine; line <= info.endLine; line++) {
      found.push({
        ...location,
        line,
        score: told * inside * location.score,
        reasons: ['the failing test calls its function'],
      });
    }
  }
  return found;
}
