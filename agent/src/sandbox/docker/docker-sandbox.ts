import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { type BaseTree, inspectBase, searchPath } from '../base-tree.ts';
import { withLayers } from '../dependencies/mount.ts';
import { ownerLives, ownerTag, sweepOwnedFolders } from '../owner.ts';
import { makeRequest } from '../run-request.ts';
import type { RuntimeChoice } from '../runtime/choose.ts';
import type {
  BaseSpec,
  Holds,
  Prepared,
  Probe,
  RunOptions,
  RunSpec,
  Sandbox,
  SandboxResult,
} from '../sandbox.ts';
import { SandboxError } from '../sandbox-error.ts';
import { NOTHING_HELD, selfTest } from '../self-test.ts';
import { findToolchain, type Toolchain } from '../toolchain.ts';
import { WORKSPACE } from '../workspace-path.ts';
import { containerConfig, skeleton } from './container-config.ts';
import { type DockerBase, makeDockerBase, makeUppers } from './docker-base.ts';
import { runContainer } from './docker-run.ts';
import { skeletonTar } from './skeleton-image.ts';

const OWNER_LABEL = 'errata.sandbox.owner';
const IMAGE = 'errata-sandbox';
const HOLDS: Holds = {
  net: 'hard',
  fs: 'hard',
  pids: 'hard',
  memProc: 'hard',
  memTotal: 'hard',
  cpu: 'hard',
  disk: 'hard',
  time: 'hard',
};

class DockerPrepared implements Prepared {
  readonly kind = 'docker';
  readonly workspace: string = WORKSPACE;
  readonly dir: string;
  readonly tree: BaseTree;
  readonly toolchain: Toolchain;
  readonly base: DockerBase;
  readonly image: string;
  readonly #docker: Docker;
  disposed = false;

  constructor(docker: Docker, tree: BaseTree, toolchain: Toolchain, base: DockerBase, image: string) {
    this.#docker = docker;
    this.dir = tree.dir;
    this.tree = tree;
    this.toolchain = toolchain;
    this.base = base;
    this.image = image;
  }

  get runtimes(): readonly RuntimeChoice[] {
    return this.toolchain.runtimes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await this.#docker.getImage(this.image).remove({ force: true });
    await this.base.dispose();
  }
}

/** Containers of a local Docker daemon, without network, over the host's own /usr; no image is ever pulled. */
export class DockerSandbox implements Sandbox {
  readonly kind = 'docker';
  readonly #toolchain: Toolchain | undefined;
  /** The daemon's Unix socket, if one was found. */
  readonly socketPath: string | undefined;
  #docker: Docker | undefined;

  constructor(options: { toolchain?: Toolchain | undefined; socketPath?: string | undefined } = {}) {
    this.#toolchain = options.toolchain;
    this.socketPath = options.socketPath ?? findSocket();
  }

  async probe(): Promise<Probe> {
    const no = (reason: string, fix: string): Probe => ({ ok: false, reason, fix, holds: NOTHING_HELD });
    if (process.platform !== 'linux')
      return no(
        `shows the host's own programs inside, which takes Linux; this is ${process.platform}`,
        'run on Linux',
      );
    const install = 'install and start Docker, for example: sudo apt-get install docker.io';
    if (this.socketPath === undefined) return no('no Docker socket found', install);
    try {
      await (await this.#connect()).ping();
    } catch (error) {
      const reason = `the daemon at ${this.socketPath} does not answer: ${error instanceof Error ? error.message : error}`;
      return no(reason, 'start the daemon, and be a member of the group docker');
    }
    const failure = await selfTest(this);
    return failure === undefined
      ? { ok: true, holds: HOLDS }
      : no(failure, 'a local daemon on this machine is needed');
  }

  async prepare(from: BaseSpec): Promise<Prepared> {
    const found = inspectBase(from.dir);
    const usual = this.#toolchain ?? (await findToolchain({ project: found.dir }));
    const { tree, toolchain } = withLayers(found, usual, from.layers);
    const docker = await this.#connect();
    const base = await makeDockerBase(tree, from.signal);
    const image = `${IMAGE}:${ownerTag()}-${randomBytes(6).toString('hex')}`;
    try {
      const tar = Readable.from([skeletonTar(skeleton(tree, toolchain, base.user))]);
      const [repo, tag] = image.split(':');
      const answer = await docker.importImage(tar, { repo, tag });
      await new Promise<void>((resolve, reject) =>
        docker.modem.followProgress(answer, error => (error ? reject(error) : resolve())),
      );
      return new DockerPrepared(docker, tree, toolchain, base, image);
    } catch (cause) {
      await base.dispose();
      throw new SandboxError('prepare-failed', `Docker took no image: ${String(cause)}`, { cause });
    }
  }

  async run(prepared: Prepared, spec: RunSpec, options: RunOptions = {}): Promise<SandboxResult> {
    if (!(prepared instanceof DockerPrepared) || prepared.disposed)
      throw new SandboxError(
        'prepare-failed',
        'This base tree was prepared by another sandbox or is disposed',
      );
    const setting = {
      searchPath: searchPath(prepared.toolchain),
      env: prepared.toolchain.env,
      limits: 'but-processes',
    } as const;
    const request = await makeRequest(prepared.tree.dir, spec, setting);
    const uppers = await makeUppers(prepared.base, prepared.tree);
    try {
      return await runContainer(
        await this.#connect(),
        containerConfig(prepared, OWNER_LABEL, request, uppers),
        request,
        options,
      );
    } finally {
      await uppers.remove();
    }
  }

  async sweep(): Promise<void> {
    await sweepOwnedFolders();
    await sweepOwnedFolders('/dev/shm');
    if (this.socketPath === undefined) return;
    const docker = await this.#connect();
    for (const { Id, Labels } of await docker.listContainers({
      all: true,
      filters: { label: [OWNER_LABEL] },
    })) {
      if (!ownerLives(Labels[OWNER_LABEL] ?? ''))
        await docker.getContainer(Id).remove({ force: true, v: true });
    }
    for (const image of await docker.listImages({ filters: { reference: [IMAGE] } })) {
      for (const name of image.RepoTags ?? []) {
        const tag = /:(\d+\.\d+)-[0-9a-f]+$/.exec(name)?.[1];
        if (tag !== undefined && !ownerLives(tag)) await docker.getImage(name).remove({ force: true });
      }
    }
  }

  async #connect(): Promise<Docker> {
    if (!this.#docker) {
      const { default: Client } = await import('dockerode');
      this.#docker = new Client(this.socketPath === undefined ? {} : { socketPath: this.socketPath });
    }
    return this.#docker;
  }
}

function findSocket(): string | undefined {
  const host = process.env['DOCKER_HOST'];
  if (host !== undefined && host !== '') return host.startsWith('unix://') ? host.slice(7) : undefined;
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    ...(runtime === undefined ? [] : [join(runtime, 'docker.sock')]),
    join(homedir(), '.docker/run/docker.sock'),
  ].find(path => existsSync(path));
}
