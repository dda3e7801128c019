import assert from 'node:assert/strict';
import type { Location } from '@errata/protocol/diagnosis';
import { inMemory } from '../../diagnose/scratch-case.ts';
import { SourceIndex } from '../../diagnose/sources.ts';
import type { Patch } from '../edit/patch.ts';
import type { Edit, Operator } from './edit.ts';
import { Scene } from './scene.ts';
import { searchEdits } from './search.ts';

/** Lines of a file with what is wrong about each, for tests. */
export function locationsIn(
  path: string,
  ...scored: readonly (readonly [line: number, score: number])[]
): Location[] {
  return scored.map(([line, score]) => ({ file: path, line, score, reasons: [], mapping: 'exact' }));
}

/** The patches of a search over one file, as they are asked for. */
export function searchIn(path: string, text: string, locations: Location[]): AsyncGenerator<Patch> {
  const index = new SourceIndex(inMemory({ [path]: text }));
  return searchEdits({ locations, slice: { index } });
}

export async function sceneOf(path: string, text: string): Promise<Scene> {
  const file = await new SourceIndex(inMemory({ [path]: text })).file(path);
  assert.ok(file);
  return new Scene(file.language.functions(file.tree)[0]?.node ?? file.tree.root, file);
}

/** All that one operator knows about a function. */
export function editsOf(operator: Operator, scene: Scene): Edit[] {
  return scene.nodes.filter(node => node.named).flatMap(node => [...operator(node, scene)]);
}
