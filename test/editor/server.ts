import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ProcessGroup } from '../process/group.ts';
import { runStep } from '../process/step.ts';
import type { CodeServer } from './code-server.ts';
import { until } from './poll.ts';

export interface ServerOptions {
  /** VSIX files to install before the server starts. */
  readonly extensions?: readonly string[];
  /** The server's own `settings.json`: the user's is not read for what belongs to the machine. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Reaches the extension host; on top of this process's own, `undefined` removes a variable. */
  readonly env?: NodeJS.ProcessEnv;
  /** With it folders start untrusted and the editor asks. Off by default: every folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** More options of code-server. */
  readonly args?: readonly string[];
  /** Port to listen on; by default a free one. */
  readonly port?: number;
  /** Where its state lies; by default a new folder that is removed when the server stops. */
  readonly root?: string;
}

const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.openRepositoryInParentFolders': 'never',
  'window.commandCenter': false,
};
const FLAGS = [
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-getting-started-override',
  '--disable-proxy',
  '--ignore-last-opened',
];
const READY_MS = 30_000;
const INSTALL_MS = 60_000;

/** A code-server of its own: own user data, own extensions, own port; nothing of it outlives this process. */
export class EditorServer implements AsyncDisposable {
  readonly url: string;
  /** Holds user data, extensions, XDG folders and `server.log`. */
  readonly root: string;
  readonly #group: ProcessGroup;
  readonly #temporary: boolean;

  private constructor(url: string, root: string, group: ProcessGroup, temporary: boolean) {
    this.url = url;
    this.root = root;
    this.#group = group;
    this.#temporary = temporary;
  }

  /** Installs the extensions, starts the server and returns when it answers. */
  static async start(server: CodeServer, options: ServerOptions = {}): Promise<EditorServer> {
    const root = options.root ?? (await mkdtemp(join(tmpdir(), 'errata-editor-')));
    try {
      const env = await prepare(root, options);
      const base = [server.entry, '--config', join(root, 'config.yaml'), ...stateOptions(root)];
      for (const vsix of options.extensions ?? []) {
        await runStep(server.node, [...base, '--install-extension', vsix, '--force'], {
          env,
          timeoutMs: INSTALL_MS,
        });
      }
      const listen = ['--auth', 'none', '--bind-addr', `127.0.0.1:${options.port ?? 0}`];
      const trust = options.workspaceTrust ? [] : ['--disable-workspace-trust'];
      // Without the grace time the extension host waits hours for a window that is gone.
      const flags = [...FLAGS, '--reconnection-grace-time', '2', ...trust, ...(options.args ?? [])];
      const group = ProcessGroup.start(server.node, [...base, ...listen, ...flags], { env, output: 'pipe' });
      try {
        const url = await listening(group, join(root, 'server.log'));
        return new EditorServer(url, root, group, options.root === undefined);
      } catch (error) {
        await group.stop(0);
        throw error;
      }
    } catch (error) {
      if (options.root === undefined) await rm(root, { recursive: true, force: true });
      throw error;
    }
  }

  /** The address of a window on a folder, or on the folders of a `.code-workspace` file (absolute). */
  windowUrl(opened: string): string {
    const kind = opened.endsWith('.code-workspace') ? 'workspace' : 'folder';
    return `${this.url}/?${kind}=${encodeURIComponent(opened)}`;
  }

  /** Ends the server with its extension hosts and removes what it kept, if it was a temporary folder. */
  async stop(): Promise<void> {
    await this.#group.stop();
    if (this.#temporary) await rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function stateOptions(root: string): string[] {
  return ['--user-data-dir', join(root, 'ud'), '--extensions-dir', join(root, 'ext')];
}

async function prepare(root: string, options: ServerOptions): Promise<NodeJS.ProcessEnv> {
  const user = join(root, 'ud', 'User');
  const machine = join(root, 'ud', 'Machine');
  for (const folder of [user, machine, join(root, 'ext')]) await mkdir(folder, { recursive: true });
  const trust = options.workspaceTrust
    ? { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'always' }
    : {};
  await writeFile(join(root, 'config.yaml'), '');
  await writeFile(join(user, 'settings.json'), JSON.stringify({ ...QUIET, ...trust }, null, 2));
  await writeFile(join(machine, 'settings.json'), JSON.stringify(options.settings ?? {}, null, 2));
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PORT|PASSWORD|HASHED_PASSWORD|NODE_OPTIONS|VSCODE_.*|ELECTRON_.*|npm_.*)$/i.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    EXTENSIONS_GALLERY: '{"serviceUrl":"","itemUrl":"","resourceUrlTemplate":""}',
    XDG_DATA_HOME: join(root, 'data'),
    XDG_CONFIG_HOME: join(root, 'config'),
    XDG_CACHE_HOME: join(root, 'cache'),
    XDG_STATE_HOME: join(root, 'state'),
    ...options.env,
  };
}

/** Keeps the server's output in `logFile` and returns its address once it answers. */
async function listening(group: ProcessGroup, logFile: string): Promise<string> {
  const log = createWriteStream(logFile);
  let url: string | undefined;
  const said: string[] = [];
  for (const stream of [group.child.stdout, group.child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on('line', line => {
      log.write(`${line}\n`);
      if (said.length < 50) said.push(line);
      url ??= /HTTP server listening on (http:\/\/[^\s/]+)/.exec(line)?.[1];
    });
  }
  group.child.once('close', () => log.end());
  return until(
    'code-server to answer',
    async () => {
      const { exitCode, signalCode } = group.child;
      if (exitCode !== null || signalCode !== null) {
        throw new Error(`code-server ended with ${exitCode ?? signalCode}:\n${said.join('\n')}`);
      }
      return url !== undefined && (await healthy(url)) && url;
    },
    READY_MS,
  );
}

async function healthy(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
  return answer?.ok ?? false;
}
