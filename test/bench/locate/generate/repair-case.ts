import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import { hideBroken } from './hidden.ts';
import { buildCommits } from './rebuild.ts';
import type { SourceRepository } from './source-repository.ts';
import type { TestRun, Toolchain } from './toolchain.ts';

/** As many of the hidden tests as a check runs. */
const mostChecked = 40;

export interface RepairSource {
  readonly name: string;
  /** Where cases for repair lie. */
  readonly folder: string;
  readonly event: Event;
  /** The release, with the mistake, and the real commit that it is made of. */
  readonly release: string;
  readonly real: string;
  readonly mistaken: { readonly path: string; readonly text: string };
  readonly fixed: { readonly path: string; readonly text: string };
  readonly toolchain: Toolchain;
  readonly tests: readonly string[];
  readonly before: TestRun;
  readonly run: TestRun;
  readonly about: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/**
 * The mistake as a case for the bench of repair: the release as it went out, so without the tests that would have shown
 * it, which check behaviour instead. False when it makes none.
 */
export async function writeRepairCase(source: SourceRepository, made: RepairSource): Promise<boolean> {
  const { name, folder, event, release, mistaken, fixed, toolchain, signal } = made;
  const texts = new Map([[mistaken.path, mistaken.text]]);
  const { before, run, tests } = made;
  const hidden = await hideBroken(source, {
    ...{ commit: made.real, mistaken: texts, toolchain, tests, before, run, signal },
  });
  if (hidden === undefined) return false;
  const [author, date] = ['Test <test@example.com>', await source.dateOf(release)];
  const commit = { author, date, message: 'Tidy up', changes: [], texts: hidden.left };
  const [tree] = await buildCommits(source.copy, `repair/${name}`, release, [commit], signal);
  const check = await toolchain.check(hidden.tests.slice(0, mostChecked), hidden.files);
  const whole: Record<string, string> = {};
  for (const file of hidden.files) whole[file] = (await source.text(`${made.real}:${file}`)) ?? '';
  await mkdir(folder, { recursive: true });
  const written = {
    tree: { repo: path.relative(folder, source.copy), commit: tree ?? release },
    event,
    truth: {
      files: { [fixed.path]: fixed.text },
      check: { command: check.command, files: { ...check.files, ...whole } },
    },
    about: made.about,
  };
  await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(written, null, 2)}\n`);
  return true;
}
