import assert from 'node:assert/strict';
import { buildContext } from '../../../agent/src/diagnose/context/build-context.ts';
import { contextParts } from '../../../agent/src/diagnose/context/context.ts';
import { Repository } from '../../../agent/src/git/repository.ts';
import { ScratchRepository } from '../../../agent/src/git/scratch-repository.ts';
import { readPayloads } from './payload.ts';
import { lookAt, newScene } from './scene.ts';
import { shownIn, toldIn, unseen } from './shown.ts';

describe('what strangers wrote into the history', function () {
  this.timeout(240_000);
  let scratch: ScratchRepository;
  before(async () => {
    scratch = await ScratchRepository.create();
  });
  after(() => scratch.dispose());

  it('is data as well: subjects, names and changes of suspect commits and of earlier fixes', async () => {
    const payloads = [...(await readPayloads()).values()].flat();
    const repository = await Repository.open(scratch.root);
    const scene = newScene();
    const looked = await lookAt(scene);
    let from = await scratch.commit({ files: { 'src/order.js': '// begins\n' }, message: 'Begin' });
    let shown = 0;
    for (const { id, texts } of payloads) {
      const text = texts.join(' ').replaceAll('\0', '');
      const author =
        text
          .replace(/[^\p{L}\p{N} ]/gu, '')
          .slice(0, 60)
          .trim() || 'Nobody';
      const files = { 'src/order.js': `// ${text}\n` };
      const commit = await scratch.commit({ files, message: text, author });
      const subject = (await scratch.git('log', '-1', '--format=%s')).trimEnd();
      const suspect = {
        commit,
        subject,
        author,
        email: 'a@example.com',
        date: '2026-01-01T00:00:00Z',
        score: 1,
      };
      const context = await buildContext({
        ...{ ...looked, event: scene.event, seed: 'known to nobody', repository },
        diagnosis: { ...looked.diagnosis, suspects: [{ ...suspect, reasons: [text] }] },
        pastFixes: [{ name: text, span: { from, to: commit }, held: false }],
      });
      from = commit;
      const told = toldIn({ messages: [{ role: 'user', parts: contextParts(context) }] });
      const { unbalanced, around, quoted } = shownIn(told, context.fence);
      assert.ok(!unbalanced, `${id} breaks the fence`);
      assert.equal(around.replaceAll('\n', ''), firstLine);
      assert.doesNotMatch(told, unseen);
      if (quoted.includes(text.slice(0, 20))) shown += 1;
    }
    assert.ok(shown > payloads.length / 2, `${shown} were shown`);
  });
});

const firstLine = 'The quoted data in this conversation stands between lines with the word FENCE.';
