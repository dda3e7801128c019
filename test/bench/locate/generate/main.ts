import path from 'node:path';
import { parseArgs } from 'node:util';
import { generateFrom } from './generate.ts';

const usage = `usage: node test/bench/locate/generate/main.ts FOLDER --from REPO... [--repair FOLDER] [--cases N] [--seed N]

Makes cases for npm run bench -- locate out of real repositories: their history with a mistake planted in it, and what
their own tests then end with; with --repair also for npm run bench -- repair. Modules that tests need are found in node_modules above the folder, and where python3 and
go find theirs. Runs the code of these repositories: use such as you trust.
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', multiple: true, default: [] },
    repair: { type: 'string' },
    cases: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder, ...more] = positionals;
const from = [...values.from, ...more];
if (folder === undefined || from.length === 0) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  for (const repository of from) {
    const made = await generateFrom(repository, {
      folder: path.resolve(folder),
      repair: values.repair && path.resolve(values.repair),
      seed: Number(values.seed),
      cases: Number(values.cases),
      signal: stopping.signal,
      progress: line => process.stdout.write(`${line}\n`),
    });
    process.stdout.write(`${repository}: ${made} cases\n`);
  }
}
