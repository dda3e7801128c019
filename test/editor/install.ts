import { mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { aptInstall, executable } from '../machine/apt.ts';
import { StepError } from '../process/step.ts';
import { provideChromium } from './chromium.ts';
import {
  buildCodeServer,
  CODE_SERVER_VERSION,
  type CodeServer,
  codeServerIn,
  missingBuildPackages,
} from './code-server.ts';
import { withLock } from './install-lock.ts';

export interface InstallOptions {
  readonly signal?: AbortSignal;
  /** Told what is going on, one short line at a time. */
  readonly progress?: (message: string) => void;
}

export type ServerInstallation =
  | { readonly ok: true; readonly server: CodeServer }
  | { readonly ok: false; readonly reason: string };

export type EditorInstallation =
  | { readonly ok: true; readonly server: CodeServer; readonly chromium: string }
  | { readonly ok: false; readonly reason: string };

const INSTALL_MS = 15 * 60_000;
const APT_MS = 5 * 60_000;

/** A real VS Code in a browser: code-server and a Chromium to show it. Fast when both are there already. */
export async function installEditor(options: InstallOptions = {}): Promise<EditorInstallation> {
  const { signal, progress } = filled(options);
  const server = await installServer({ signal, progress });
  if (!server.ok) return server;
  const chromium = await provideChromium(signal, progress);
  if (!chromium.ok) return chromium;
  return { ok: true, server: server.server, chromium: chromium.path };
}

/** Code-server alone, for a person who brings a browser: cached by version outside of the repository. */
export async function installServer(options: InstallOptions = {}): Promise<ServerInstallation> {
  const { signal, progress } = filled(options);
  const unsupported = unsupportedMachine();
  if (unsupported !== undefined) return { ok: false, reason: unsupported };
  const home = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'errata-editor');
  const folder = join(home, CODE_SERVER_VERSION);
  const server = codeServerIn(folder);
  if (await executable(server.node)) return { ok: true, server };
  try {
    await mkdir(home, { recursive: true });
    return await withLock(join(home, `${CODE_SERVER_VERSION}.lock`), signal, async () => {
      if (await executable(server.node)) return { ok: true, server };
      const missing = await missingBuildPackages();
      if (missing.length > 0) {
        progress(`installing ${missing.join(', ')}`);
        const installed = await aptInstall(missing, { timeoutMs: APT_MS, signal });
        if (!installed.ok) return installed;
      }
      await buildCodeServer(folder, { signal, progress });
      return { ok: true, server };
    });
  } catch (error) {
    if (error instanceof StepError) return { ok: false, reason: error.message };
    if (signal.aborted) return { ok: false, reason: 'installing code-server took too long or was stopped' };
    throw error;
  }
}

function unsupportedMachine(): string | undefined {
  if (process.platform !== 'linux')
    return `code-server is only set up for Linux here, this is ${process.platform}`;
  if (!['x64', 'arm64'].includes(process.arch)) return `code-server is not set up for ${process.arch}`;
  return undefined;
}

function filled(options: InstallOptions): { signal: AbortSignal; progress: (message: string) => void } {
  return {
    signal: options.signal ?? AbortSignal.timeout(INSTALL_MS),
    progress: options.progress ?? (() => undefined),
  };
}
