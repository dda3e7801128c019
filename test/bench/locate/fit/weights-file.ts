import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import weights from '../../../../agent/src/locate/weights.json' with { type: 'json' };
import type { Part } from './prepared.ts';

const file = join(import.meta.dirname, '../../../../agent/src/locate/weights.json');

/** Weights of one part by name, as far as they are single numbers. */
export type Vector = ReadonlyMap<string, number>;

// Bounds of time and effort, and what counts lines or days, say nothing of how likely a place is.
const fixed = /Seconds$|Days$|^(?:patience|reach|near|locations|leastPlace|manyWords|again|kept|later)$/;

/** The numbers that are fitted, as they are now. */
export function presentVector(part: Part): Vector {
  const entries = Object.entries(weights[part]).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && !fixed.test(entry[0]),
  );
  return new Map(entries);
}

/** Lets everything in this process rank by other numbers. */
export function useVector(part: Part, vector: Vector): void {
  Object.assign(weights[part], Object.fromEntries(vector));
}

/** Writes the numbers into the file and leaves everything else of it as it is by then. */
export async function writeVector(part: Part, vector: Vector): Promise<void> {
  const text = await readFile(file, 'utf8');
  const from = text.indexOf(`"${part}": {`);
  const to = text.indexOf('}', from);
  if (from < 0 || to < 0) throw new Error(`${file} has no part ${part}.`);
  let block = text.slice(from, to);
  for (const [name, value] of vector) {
    block = block.replace(new RegExp(`("${name}": )[\\d.]+`), (_, key: string) => `${key}${value}`);
  }
  await writeFile(file, `${text.slice(0, from)}${block}${text.slice(to)}`);
}
