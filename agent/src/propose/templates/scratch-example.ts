import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type Case, eventOf, inMemory } from '../../diagnose/scratch-case.ts';
import { slice } from '../../diagnose/slice.ts';
import { apply } from '../edit/patch.ts';
import { goTemplates, javascriptTemplates, javaTemplates, pythonTemplates } from './families.ts';

export interface Example {
  template: string;
  type: string;
  value: string;
  /** The program; the line that crashes is marked with `<<`. */
  program: string;
  /** What the edit leaves in the program; `undefined` where the template must leave it alone. */
  becomes: string | undefined;
}

const families = {
  go: goTemplates,
  java: javaTemplates,
  javascript: javascriptTemplates,
  python: pythonTemplates,
};

/** Makes a test of each example: the first patch of its template, or that it has none. */
export function describeExamples(family: keyof typeof families, file: string, examples: Example[]): void {
  const templates = families[family];
  describe(`templates for ${family}`, () => {
    for (const [at, example] of examples.entries()) {
      const what =
        example.becomes === undefined
          ? 'leaves alone what is not its own'
          : `makes ${example.becomes.split('\n')[0]}`;
      it(`${example.template} ${what} (${at + 1})`, async () => {
        const made: Case = {
          files: { [file]: example.program },
          type: example.type,
          value: example.value,
          frames: [[file, '<<']],
        };
        const [exception] = eventOf(made).exceptions;
        const [frame] = exception?.frames ?? [];
        assert.ok(exception && frame);
        const mapped = [{ index: 0, frame, file, line: frame.line ?? 1, mapping: 'exact' as const }];
        const found = await slice({ exception, sources: inMemory(made.files), mapped });
        const own = templates.find(known => known.id === `${family}/${example.template}`);
        assert.ok(own, example.template);
        const matches = own.exceptions.includes(found.complaint.kind);
        const patches = found.bad && matches ? await own.patches({ slice: found, bad: found.bad }) : [];
        const results = patches.map(apply);
        if (example.becomes === undefined) assert.deepEqual(results, []);
        else assert.ok(results[0]?.includes(example.becomes), results[0] ?? 'no patch');
      });
    }

    it('have names of their own and priors between 0 and 1', () => {
      assert.equal(new Set(templates.map(known => known.id)).size, templates.length);
      assert.ok(templates.every(known => known.family === family && known.prior > 0 && known.prior <= 1));
    });
  });
}
