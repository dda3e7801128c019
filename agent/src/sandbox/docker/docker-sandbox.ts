import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { t } from '@vscode/l10n';
import type Docker from 'dockerode';
import { inspectBase } from '../base-tree.ts';
import { refuseSocket } from '../bridge.ts';
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
import { NOTHING_HELD, selfTest, testWalls } from '../self-test.ts';
import { findToolchain, NO_TOOLCHAIN, type Toolchain } from '../toolchain.ts';
import { WORKSPACE } from '../workspace-path.ts';
import { containerConfig } from './container-config.ts';
import { runContainer } from './docker-run.ts';
import { type Ground, OWNER_LABEL } from './ground.ts';
import { hostGround } from './host-ground.ts';
import { imageGround } from './image-ground.ts';
import { findImage, type UsableImage } from './project-image.ts';
import { wantedImages } from './wanted-images.ts';

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
  readonly ground: Ground;
  readonly runtimes: readonly RuntimeChoice[];
  readonly #docker: Docker;
  disposed = false;

  constructor(docker: Docker, dir: string, ground: Ground, runtimes: readonly RuntimeChoice[]) {
    this.#docker = docker;
    this.dir = dir;
    this.ground = ground;
    this.runtimes = runtimes;
  }

  get programs(): string {
    return this.ground.about ?? '';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    await this.#docker.getImage(this.ground.image).remove({ force: true });
    await this.ground.dispose();
  }
}

/**
 * Containers of a Docker daemon, without network. On Linux the programs are the host's own, or those of the project's
 * image where it asks for a version that the host has not; elsewhere, where the host's programs are of no use in a container, always those of the project's image.
 */
export class DockerSandbox implements Sandbox {
  readonly kind = 'docker';
  readonly #toolchain: Toolchain | undefined;
  readonly #isLinux: boolean;
  /** The daemon's socket, if one was found. */
  readonly socketPath: string | undefined;
  #docker: Docker | undefined;

  constructor(
    options: {
      toolchain?: Toolchain | undefined;
      socketPath?: string | undefined;
      platform?: NodeJS.Platform;
    } = {},
  ) {
    this.#toolchain = options.toolchain;
    this.#isLinux = (options.platform ?? process.platform) === 'linux';
    this.socketPath = options.socketPath ?? findSocket();
  }

  async probe(): Promise<Probe> {
    const no = (reason: string, fix: string): Probe => ({ ok: false, reason, fix, holds: NOTHING_HELD });
    const install = t('install and start Docker, for example: sudo apt-get install docker.io');
    if (this.socketPath === undefined)
      return no(t('no Docker socket found'), this.#isLinux ? install : t('install and start Docker Desktop'));
    try {
      const docker = await this.#connect();
      const { OSType } = await docker.info();
      if (OSType !== 'linux')
        return no(t('its containers are of {0}', OSType), t('switch to Linux containers'));
    } catch (error) {
      const reason = t(
        'the daemon at {0} does not answer: {1}',
        this.socketPath,
        error instanceof Error ? error.message : String(error),
      );
      return no(reason, t('start the daemon, and be a member of the group docker'));
    }
    // Which image there is to test it in is only known with a project; each base is tested when it is made.
    if (!this.#isLinux) return { ok: true, holds: { ...HOLDS, disk: 'soft' } };
    const failure = await selfTest(this);
    return failure === undefined
      ? { ok: true, holds: HOLDS }
      : no(failure, t('a local daemon on this machine is needed'));
  }

  async prepare(from: BaseSpec): Promise<Prepared> {
    const { dir } = inspectBase(from.dir);
    const docker = await this.#connect();
    const image = `${IMAGE}:${ownerTag()}-${randomBytes(6).toString('hex')}`;
    try {
      const toolchain = this.#isLinux
        ? (this.#toolchain ?? (await findToolchain({ project: dir })))
        : NO_TOOLCHAIN;
      const found = await this.#projectImage(docker, dir, toolchain, from);
      if (found === undefined) {
        const shown = withLayers(inspectBase(dir), toolchain, from.layers);
        const ground = await hostGround(docker, image, shown, from.signal);
        return new DockerPrepared(docker, dir, ground, toolchain.runtimes);
      }
      const { tree, toolchain: layers } = withLayers(inspectBase(dir), NO_TOOLCHAIN, from.layers);
      const ground = await imageGround(
        docker,
        image,
        { found, tree, layers, shared: this.#isLinux },
        from.signal,
      );
      const prepared = new DockerPrepared(docker, dir, ground, []);
      const failure = await testWalls(this, prepared);
      if (failure === undefined) return prepared;
      await prepared[Symbol.asyncDispose]();
      throw new SandboxError('prepare-failed', t('{0} cannot be run in: {1}', found.image, failure));
    } catch (cause) {
      if (cause instanceof SandboxError) throw cause;
      if (from.signal?.aborted)
        throw new SandboxError('cancelled', t('Preparing the sandbox was cancelled'), { cause });
      throw new SandboxError('prepare-failed', t('Docker took no image: {0}', String(cause)), { cause });
    }
  }

  async run(prepared: Prepared, spec: RunSpec, options: RunOptions = {}): Promise<SandboxResult> {
    if (!(prepared instanceof DockerPrepared) || prepared.disposed)
      throw new SandboxError(
        'prepare-failed',
        'This base tree was prepared by another sandbox or is disposed',
      );
    const { dir, ground } = prepared;
    // A socket of this machine means nothing in the virtual one.
    if (spec.socket !== undefined && !this.#isLinux) refuseSocket('Docker on this system');
    const request = await makeRequest(dir, spec, ground);
    const opened = await ground.open(request);
    try {
      const config = containerConfig(ground, request, opened);
      return await runContainer(await this.#connect(), config, request, options);
    } finally {
      await opened.close();
    }
  }

  async sweep(): Promise<void> {
    await sweepOwnedFolders();
    if (existsSync('/dev/shm')) await sweepOwnedFolders('/dev/shm');
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

  /** The project's image where it is needed: always, or where the host has not what the project asks for. */
  async #projectImage(
    docker: Docker,
    dir: string,
    { runtimes }: Toolchain,
    { around, mayPull, signal }: BaseSpec,
  ): Promise<UsableImage | undefined> {
    const wanted = wantedImages(dir, around);
    if (!this.#isLinux) return findImage(docker, wanted, { mayPull, signal });
    if (runtimes.every(({ fits }) => fits)) return undefined;
    const asked = wanted.filter(({ usual }) => usual === undefined);
    return findImage(docker, asked, { signal }).catch(error => {
      if (error instanceof SandboxError && error.reason === 'image-missing') return undefined;
      throw error;
    });
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
  if (host !== undefined && host !== '') return /^(?:unix|npipe):\/\/(.+)$/.exec(host)?.[1];
  if (process.platform === 'win32') return '//./pipe/docker_engine';
  const runtime = process.env['XDG_RUNTIME_DIR'];
  return [
    '/var/run/docker.sock',
    ...(runtime === undefined ? [] : [join(runtime, 'docker.sock')]),
    join(homedir(), '.docker/run/docker.sock'),
  ].find(path => existsSync(path));
}
