import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRepository } from '../../../examples/repository/repository.ts';
import { packageExtension } from '../../../extension/package.ts';
import { measureActivation } from './activation.ts';
import { Arrivals } from './arrivals.ts';
import { measureBurst } from './burst.ts';
import type { EditorFigures, EditorPart } from './figures.ts';
import { measureIdle } from './idle.ts';
import { measureManyIssues } from './many-issues.ts';
import type { Measuring } from './measuring.ts';
import { measureRecovery } from './recovery.ts';
import { measureReview } from './review.ts';
import { openScripted } from './scripted.ts';
import { openSession } from './session.ts';
import { measureSizes } from './sizes.ts';

/** Measures the packaged extension in a real VS Code, those parts that are wanted. */
export async function measureEditor(
  options: Omit<Measuring, 'folder'>,
  wanted: readonly EditorPart[],
): Promise<EditorFigures> {
  const folder = await mkdtemp(join(tmpdir(), 'errata-editor-bench-'));
  try {
    const how: Measuring = { ...options, folder };
    const { repository } = await makeRepository({ example: 'shop', folder });
    const vsix = await packageExtension(join(folder, 'real'));
    const figures: EditorFigures = {};
    const wants = (...parts: EditorPart[]) => parts.some(part => wanted.includes(part));
    if (wants('activation')) figures.activation = await measureActivation(how, repository, vsix);
    if (wants('sizes', 'arrivals', 'idle', 'recovery', 'burst')) {
      await using session = await openSession(how, repository, vsix);
      if (wants('sizes'))
        figures.sizes = await measureSizes(vsix, await installedIn(session.workbench.server.root));
      const arrivals = new Arrivals(session);
      if (wants('arrivals', 'idle', 'recovery')) {
        const measured = await arrivals.measure(how);
        if (wants('arrivals')) figures.arrivals = measured;
      }
      if (wants('idle')) figures.idle = await measureIdle(session, how);
      if (wants('recovery')) figures.recovery = await measureRecovery(session, arrivals, how);
      if (wants('burst')) figures.burst = await measureBurst(session, how);
    }
    if (wants('manyIssues', 'review')) {
      const agent = 'test/editor/scripted/bridge.ts';
      const scripted = await packageExtension(join(folder, 'scripted'), agent);
      await using session = await openScripted(how, repository, scripted);
      if (wants('manyIssues')) figures.manyIssues = await measureManyIssues(session);
      if (wants('review')) figures.review = await measureReview(session, how);
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The folder that the extension was installed into. */
async function installedIn(root: string): Promise<string> {
  const names = await readdir(join(root, 'ext'));
  const name = names.find(each => each.startsWith('errata.errata-'));
  if (name === undefined) throw new Error(`Errata is not among the extensions: ${names.join()}`);
  return join(root, 'ext', name);
}
