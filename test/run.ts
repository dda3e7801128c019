import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCheck } from './runner/check-suite.ts';
import { runMocha } from './runner/mocha-suite.ts';
import { brokenSuite, type Outcome } from './runner/outcome.ts';
import { marked, type Print, toStdout } from './runner/print.ts';
import {
  packageExtension,
  provideClients,
  provideDatabase,
  provideEditor,
  providePrograms,
} from './runner/provide.ts';
import { report, succeeded } from './runner/report.ts';
import { STAGES, type Suite } from './runner/suites.ts';

const ROOT = join(import.meta.dirname, '..');
const NAMES = STAGES.flat().map(suite => suite.name);
const USAGE = `usage: npm test [-- SUITE...]\nRuns these suites, by default all: ${NAMES.join(' ')}`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h', default: false } },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const unknown = positionals.filter(name => !NAMES.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`no such suite: ${unknown.join(', ')}\n${USAGE}\n`);
    return 2;
  }
  const outcomes: Outcome[] = [];
  for (const stage of STAGES) {
    const chosen = stage.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
    if (chosen.length === 0) continue;
    toStdout(`\n${chosen.map(({ name }) => name).join(', ')}`);
    const running = chosen.map(suite =>
      run(suite, chosen.length > 1 ? marked(`${suite.name} `, toStdout) : toStdout),
    );
    outcomes.push(...(await Promise.all(running)));
  }
  process.stdout.write(`${report(outcomes)}\n`);
  return succeeded(outcomes) ? 0 : 1;
}

async function run(suite: Suite, print: Print): Promise<Outcome> {
  if (suite.kind === 'check') return runCheck(suite, ROOT, print);
  if (suite.name === 'integration') {
    await providePrograms();
    await provideDatabase();
    await provideClients();
  }
  if (suite.name !== 'editor') return runMocha(suite, ROOT, { print });

  const began = Date.now();
  const missing = await provideEditor();
  if (missing !== undefined) {
    process.stdout.write(`  - skipped: ${missing}\n`);
    const skips = [{ title: 'the whole suite', reason: missing }];
    return { suite: suite.name, passed: 0, failures: [], skips, seconds: (Date.now() - began) / 1000 };
  }
  const packaged = await packageExtension(ROOT);
  if (!packaged.ok) {
    process.stdout.write(`  ✗ the extension cannot be packaged: ${packaged.reason}\n`);
    return brokenSuite(suite.name, 'packaging the extension', packaged.reason, (Date.now() - began) / 1000);
  }
  return runMocha(suite, ROOT, { env: { ERRATA_VSIX: packaged.vsix }, print });
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')))
    throw error;
  process.stderr.write(`${error.message}\n${USAGE}\n`);
  process.exitCode = 2;
}
