import assert from 'node:assert/strict';
import type { Location } from '@errata/protocol/diagnosis';
import { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import type { MadeHistory } from './made-history.ts';
import { mapFrames } from './map-frames.ts';
import { mistakesElsewhere } from './mistaken-elsewhere.ts';
import { mistakenHistories } from './mistaken-histories.ts';
import { rankFrames } from './rank.ts';
import { rewrittenHistories } from './rewritten-histories.ts';
import { scratchEvent } from './scratch-event.ts';
import { importHistory, type Version } from './scratch-history.ts';
import { rankSuspects } from './suspects.ts';

const madeHistories = [...mistakenHistories, ...mistakesElsewhere, ...rewrittenHistories];

type Files = Record<string, string>;

/** What a formatter might make of a file. */
function formatted(file: string, text: string): string {
  const wider = text.replace(/^ +/gm, space => space.repeat(2)).replaceAll("'", '"');
  if (file.endsWith('.py')) return wider.replace(/^( *return) (\w[^\n:{[]*)$/gm, '$1 ($2)');
  return wider.replace(/^( *)return ([^\n]*[^\n{]);$/gm, '$1return (\n$1    $2\n$1)');
}

/** Puts on top of a history what a repository goes through otherwise. */
const overlays: Record<string, (files: Files) => Version[]> = {
  nothing: () => [],
  'formatting, a rename and other work': files => {
    const names = Object.keys(files);
    const format = Object.fromEntries(names.map(name => [name, formatted(name, files[name] ?? '')]));
    const moved = Object.fromEntries(
      names.flatMap(name => [
        [name, null],
        [`packages/core/${name}`, format[name] ?? ''],
      ]),
    );
    const remark = (name: string) =>
      name.endsWith('.py') ? '# Part of the core.\n' : '// Part of the core.\n';
    const remarks = names.map(name => [`packages/core/${name}`, remark(name) + (format[name] ?? '')]);
    return [
      { message: 'Format everything', files: format },
      { message: 'Move to packages', files: moved },
      { message: 'Say what belongs to the core', files: Object.fromEntries(remarks) },
      { message: 'Notes', files: { 'NOTES.md': 'length name hour rate balance weight\n' } },
    ];
  },
};

function lastFiles(versions: readonly Version[]): Files {
  const files: Files = {};
  for (const version of versions) {
    for (const [name, text] of Object.entries(version.files)) {
      if (text === null) delete files[name];
      else files[name] = text;
    }
  }
  return files;
}

/** The rank of the commit that brought the mistake in, from 1; 0 when it is not named. */
async function rankOf(history: MadeHistory, onTop: (files: Files) => Version[]): Promise<number> {
  const made = lastFiles(history.versions);
  const versions = [...history.versions, ...onTop(made)];
  const files = lastFiles(versions);
  const { scratch, commits } = await importHistory(versions);
  const repository = await Repository.open(scratch.root);
  const tree = new SourceTree(repository, await repository.head());
  try {
    const place = ([file, code, called]: readonly [string, string, string?]) => {
      const name = Object.keys(files).find(each => each.endsWith(file)) ?? file;
      const at = files[name]?.indexOf(code) ?? -1;
      assert(at >= 0, `${code} is in ${name}`);
      const line = (files[name] ?? '').slice(0, at).split('\n').length;
      return { file: name, line, ...(called === undefined ? {} : { function: called }) };
    };
    const event = scratchEvent(history.frames.map(place), history);
    const mapped = await mapFrames({ event, repository, tree });
    const ranked = rankFrames(event, mapped);
    const sliced: Location[] =
      history.producer === undefined
        ? []
        : [{ ...place(history.producer), score: 0.8, reasons: [], mapping: 'exact' }];
    const locations = [
      ...sliced,
      ...ranked.map(each => ({ ...each, score: each.score / (sliced.length + 1) })),
    ];
    const suspects = await rankSuspects({
      repository,
      event,
      mapped,
      locations,
      badExpression: history.badExpression,
    });
    for (const { reasons } of suspects) {
      assert(reasons.length > 0 && reasons.length <= 4);
      assert.equal(new Set(reasons).size, reasons.length);
    }
    return suspects.findIndex(each => each.commit === commits[history.culprit]) + 1;
  } finally {
    await tree.dispose();
    await scratch.dispose();
  }
}

describe('rankSuspects on made-up histories', () => {
  for (const [what, onTop] of Object.entries(overlays)) {
    describe(`with ${what} on top`, () => {
      const ranks: number[] = [];
      for (const history of madeHistories) {
        it(`names who made the mistake of ${history.name}`, async () => {
          const rank = await rankOf(history, onTop);
          ranks.push(rank);
          assert(rank >= 1 && rank <= 3, `rank ${rank}`);
        });
      }

      it('names them first in most histories', () => {
        const first = ranks.filter(rank => rank === 1).length;
        assert(first / madeHistories.length >= 0.85, `first in ${ranks.join(' ')}`);
      });
    });
  }
});
