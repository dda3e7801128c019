import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocateReport, locateReportSchema } from '@errata/protocol/cli';
import { ScratchRepository } from '../../agent/src/git/scratch-repository.ts';
import { CommandLine } from '../process/command-line.ts';
import { compiledCases } from './traces/compiled.ts';
import { dynamicCases } from './traces/dynamic.ts';
import type { TraceCase } from './traces/trace-case.ts';

const header = ['Shelf and ledger', 'All rights reserved', ''];

describe('errata locate, given a raw trace', function () {
  this.timeout(60_000);
  let home: string;
  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'errata-traces-'));
  });
  after(() => rm(home, { recursive: true, force: true }));

  /** The report on a trace of the second of three versions, of which the third moved every line. */
  async function locate(each: TraceCase): Promise<{ report: LocateReport; lines: string[]; bug: string }> {
    const scratch = await ScratchRepository.create();
    try {
      const [from, to] = each.change;
      assert.ok(each.sound.includes(from), 'the change is not one of the file');
      const broken = each.sound.replace(from, () => to);
      const comment = each.file.endsWith('.py') || each.file.endsWith('.rb') ? '#' : '//';
      const opening = each.sound.startsWith('<?php\n') ? '<?php\n' : '';
      const notice = header.map(line => `${comment} ${line}\n`).join('');
      const now = `${opening}${notice}${broken.slice(opening.length)}`;
      await scratch.commit({
        message: 'Begin',
        files: { ...each.others, [each.file]: each.sound },
        tag: 'v1.0.0',
      });
      await scratch.commit({ message: 'Note how it is used', files: { 'README.md': 'Read me.\n' } });
      const bug = await scratch.commit({
        message: 'Simplify',
        files: { [each.file]: broken },
        tag: 'v1.1.0',
      });
      await scratch.commit({ message: 'Say whose it is', files: { [each.file]: now } });
      const event = join(home, 'trace.txt');
      await writeFile(event, each.trace);
      const args = ['--event', event, '--release', '1.1.0', '--repo', scratch.root, '--json'];
      const { code, stdout, stderr } = await new CommandLine(home).run('locate', ...args);
      assert.equal(code, 0, stderr);
      return { report: locateReportSchema.parse(JSON.parse(stdout)), lines: now.split('\n'), bug };
    } finally {
      await scratch.dispose();
    }
  }

  for (const each of [...dynamicCases, ...compiledCases]) {
    it(`finds the line as it is now, the origin and the commit in ${each.language}`, async () => {
      const { report, lines, bug } = await locate(each);
      const place = (text: string) => `${each.file}:${lines.findIndex(line => line.includes(text)) + 1}`;
      const found = report.locations.slice(0, 3).map(({ file, line }) => `${file}:${line}`);
      const said = JSON.stringify(report, null, 2);
      assert.ok(found.includes(place(each.crash.text)), said);
      const near = report.locations.slice(0, 5).map(({ file, line }) => `${file}:${line}`);
      if (each.producer !== undefined) assert.ok(near.includes(place(each.producer)), said);
      const crash = report.locations.find(({ frame, file }) => frame !== undefined && file === each.file);
      assert.equal(crash?.symbol?.split(/[.#:]+/).at(-1), each.crash.symbol, said);
      if (each.bad !== '') assert.ok(report.badExpression?.includes(each.bad), said);
      assert.equal(report.suspects[0]?.commit, bug, said);
      assert.ok(report.owners[0]?.name.includes('Ada Adams'), said);
      assert.equal(report.release?.commit, bug, said);
    });
  }
});
