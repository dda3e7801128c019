import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aptInstall, type Provision } from '../machine/apt.ts';
import { runStep, StepError } from '../process/step.ts';
import { ClientProcess } from './client-process.ts';

const python = '/usr/bin/python3';
const APT_MS = 5 * 60_000;
const IMPORT_MS = 60_000;

/** Debian's package of Sentry's SDK for Python, installed where that is possible. */
export async function providePythonSdk(): Promise<Provision> {
  if (await isThere()) return { ok: true };
  const installed = await aptInstall(['python3-sentry-sdk'], { timeoutMs: APT_MS });
  if (!installed.ok) return installed;
  return (await isThere())
    ? installed
    : { ok: false, reason: `${python} does not find the sentry_sdk that apt installed` };
}

async function isThere(): Promise<boolean> {
  try {
    await runStep(python, ['-c', 'import sentry_sdk'], { timeoutMs: IMPORT_MS });
    return true;
  } catch (error) {
    if (error instanceof StepError) return false;
    throw error;
  }
}

/** Starts a program that has `sentry_sdk`, set up with these options. */
export async function startPythonSdk(
  directory: string,
  dsn: string,
  options: string,
  program: string,
): Promise<ClientProcess> {
  const whole = [
    'import logging, os, sys, threading, time, sentry_sdk',
    `sentry_sdk.init(dsn=os.environ["SENTRY_DSN"], ${options})`,
    program,
  ].join('\n');
  const file = join(directory, 'shop.py');
  await writeFile(file, whole);
  return new ClientProcess(python, [file], { dsn, cwd: directory });
}
