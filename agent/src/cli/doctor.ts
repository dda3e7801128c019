import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { connectLogCenter } from '../center/connect.ts';
import type { ModelLedger } from '../model/limits/ledger.ts';
import { findLayers } from '../sandbox/dependencies/find-layers.ts';
import { describeChoice } from '../sandbox/runtime/choose.ts';
import { createSandbox, SANDBOX_KINDS } from '../sandbox/sandbox.ts';
import { findToolchain } from '../sandbox/toolchain.ts';
import type { Check } from './doctor-check.ts';
import { checkEngines } from './doctor-engines.ts';
import { type EngineOptions, withEngineOptions } from './engine-options.ts';
import { exitCodes } from './exit.ts';
import { Output } from './output.ts';

const run = promisify(execFile);

/** `errata doctor`: what is installed, what will be used, what is missing and how to get it. */
export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description(
      'Say what is installed, what will be used, and what is missing. A model is asked one short question.',
    )
    .option('--repo <folder>', 'the project to look at', '.')
    .option('--log-center <url>', 'log center to check; without it, your embedded one');
  return withEngineOptions(command)
    .option('--json', 'print one JSON document')
    .action(async (options: DoctorOptions) => {
      const tools = await Promise.all([
        tool('git', ['--version'], 'Install git 2.30 or newer (Debian: apt-get install git).', true),
        tool(
          'python3',
          ['--version'],
          'Only needed to fix Python programs (Debian: apt-get install python3).',
          false,
        ),
      ]);
      const node = { name: 'node', ok: true, detail: `v${process.versions.node}`, needed: true };
      const sandboxes = await Promise.all(SANDBOX_KINDS.map(checkSandbox));
      const used = sandboxes.find(check => check.ok)?.name;
      const center = await checkLogCenter(options.logCenter);
      const project = await checkProject(resolve(options.repo));
      const { ledger } = center;
      const engines = await checkEngines({ overrides: options, env: process.env, ledger });
      const checks: Check[] = [node, ...tools, ...sandboxes, center.check, ...project, ...engines];
      const healthy = used !== undefined && checks.every(check => check.ok || !check.needed);
      const report = { healthy, sandbox: used ?? null, logCenter: center.access, checks };
      new Output(options.json === true).result(report, () =>
        `${text(checks, used)}\n${address(center.access, options.logCenter)}`.trimEnd(),
      );
      process.exitCode = healthy ? exitCodes.done : exitCodes.noResult;
    });
}

interface DoctorOptions extends EngineOptions {
  repo: string;
  logCenter?: string;
  json?: true;
}

async function tool(name: string, version: readonly string[], fix: string, needed: boolean): Promise<Check> {
  try {
    const { stdout } = await run(name, [...version]);
    return { name, ok: true, detail: stdout.trim(), needed };
  } catch {
    return { name, ok: false, detail: 'not found on the PATH', fix, needed };
  }
}

async function checkSandbox(kind: (typeof SANDBOX_KINDS)[number]): Promise<Check> {
  const sandbox = await createSandbox(kind);
  const probe = await sandbox.probe();
  const soft = Object.entries(probe.holds).filter(([, hold]) => hold !== 'hard');
  const detail = probe.ok
    ? `works${soft.length === 0 ? '' : `; not fully held: ${soft.map(([what, hold]) => `${what} (${hold})`).join(', ')}`}`
    : (probe.reason ?? 'does not work');
  return {
    name: kind,
    ok: probe.ok,
    detail,
    needed: false,
    ...(probe.fix === undefined ? {} : { fix: probe.fix }),
  };
}

/** What the project here would run on in a sandbox, and what it depends on and is not installed. */
async function checkProject(dir: string): Promise<Check[]> {
  const toolchain = await findToolchain({ project: dir });
  const { layers, missing } = await findLayers({ dir, toolchain });
  const name = 'project';
  return [
    ...toolchain.runtimes.map(choice => ({
      name,
      ok: choice.fits,
      detail: describeChoice(choice),
      needed: false,
    })),
    ...layers.map(({ about }) => ({ name, ok: true, detail: about, needed: false })),
    ...missing.map(detail => ({ name, ok: false, detail, needed: false })),
  ];
}

async function checkLogCenter(
  url: string | undefined,
): Promise<{ check: Check; access: { url: string; dsn: string | null } | null; ledger?: ModelLedger }> {
  try {
    const client = await connectLogCenter({ url });
    const dsn = (await client.projects())[0]?.dsn ?? null;
    const check = { name: 'log center', ok: true, detail: client.url, needed: true };
    return { check, access: { url: client.url, dsn }, ledger: client.models };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { check: { name: 'log center', ok: false, detail, needed: true }, access: null };
  }
}

function text(checks: readonly Check[], used: string | undefined): string {
  const rows = checks.map(check => {
    const fix = check.ok || check.fix === undefined ? '' : `\n${' '.repeat(16)}→ ${check.fix}`;
    return `${check.ok ? '✔' : check.needed ? '✘' : '–'} ${check.name.padEnd(13)} ${check.detail}${fix}`;
  });
  const sandbox = used
    ? `Fixes will be proven in: ${used}.`
    : 'No sandbox works here: nothing can be fixed until one does, or until you agree to do without (errata no-sandbox).';
  return [...rows, '', sandbox].join('\n');
}

/** Where errors are sent to, and when somebody is there to hear them. */
function address(access: { dsn: string | null } | null, logCenter: string | undefined): string {
  if (!access?.dsn) return '';
  const dsn = `Point any Sentry SDK at: ${access.dsn}`;
  return logCenter === undefined
    ? `${dsn}\nIt is heard while an editor with Errata is open, and while "errata serve" runs.`
    : dsn;
}
