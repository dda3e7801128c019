import { t } from '@vscode/l10n';
import type Docker from 'dockerode';
import { ownerTag } from '../owner.ts';
import { SandboxError } from '../sandbox-error.ts';
import { OWNER_LABEL } from './ground.ts';
import type { WantedImage } from './wanted-images.ts';

/** What a person allowed: fetching an image, and how they hear of it. */
export interface MayPull {
  report(message: string): void;
}

/** An image that is there and that runs can be made in. */
export interface UsableImage extends WantedImage {
  readonly id: string;
  /** The variables that it sets. */
  readonly env: ReadonlyMap<string, string>;
}

/** What the runner script and the container's own time limit are made of. */
const NEEDED = ['bash', 'timeout', 'head', 'stat', 'realpath', 'env', 'mkdir', 'chmod'];
const CHECK = `for each in ${NEEDED.join(' ')}; do command -v $each > /dev/null || exit 3; done`;
const PULL_SECONDS = 900;
const checked = new Map<string, boolean>();

/**
 * The first of these images that is on the machine and has what runs need. Nothing is fetched without `mayPull`.
 * Throws SandboxError `image-missing` with the command that fetches one.
 */
export async function findImage(
  docker: Docker,
  wanted: readonly WantedImage[],
  options: { mayPull?: MayPull | undefined; signal?: AbortSignal | undefined } = {},
): Promise<UsableImage> {
  const unfit: string[] = [];
  for (const each of wanted) {
    const usable = await usableImage(docker, each);
    if (typeof usable !== 'string') return usable;
    if (usable === 'unfit') unfit.push(each.image);
  }
  const first = wanted.find(({ image, source }) => !unfit.includes(image) && isPublished(image, source));
  const lacking = unfit.length === 0 ? '' : t(' {0} cannot be used: it lacks bash.', unfit.join(', '));
  if (first === undefined)
    throw new SandboxError(
      'image-missing',
      t(
        'Nothing in the project tells which image it runs in.{0} Name one in .devcontainer/devcontainer.json.',
        lacking,
      ),
    );
  const { image, source } = first;
  if (options.mayPull) {
    options.mayPull.report(t('Fetching the image {0}', image));
    await pull(docker, image, options.signal);
    const usable = await usableImage(docker, first);
    if (typeof usable !== 'string') return usable;
  }
  throw new SandboxError(
    'image-missing',
    t(
      'Docker has no image here that the project could run in; {0} would be the one ({1}).{2} Nothing is fetched unasked. Fetch it once: docker pull {0}',
      image,
      source,
      lacking,
    ),
  );
}

/** An image that Compose builds is in no registry. */
function isPublished(image: string, source: string): boolean {
  return !source.endsWith(', built') || image.includes('/');
}

async function usableImage(docker: Docker, wanted: WantedImage): Promise<UsableImage | 'absent' | 'unfit'> {
  const about = await docker
    .getImage(wanted.image)
    .inspect()
    .catch(() => undefined);
  if (about === undefined) return 'absent';
  let fit = checked.get(about.Id);
  if (fit === undefined) {
    fit = about.Os === 'linux' && (await hasWhatRunsNeed(docker, about.Id));
    checked.set(about.Id, fit);
  }
  if (!fit) return 'unfit';
  const pairs = (about.Config.Env ?? []).map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return { ...wanted, id: about.Id, env: new Map(pairs) };
}

async function hasWhatRunsNeed(docker: Docker, id: string): Promise<boolean> {
  const container = await docker.createContainer({
    Image: id,
    Entrypoint: ['bash', '-c', CHECK],
    Cmd: [],
    Labels: { [OWNER_LABEL]: ownerTag() },
    HostConfig: { NetworkMode: 'none', AutoRemove: false, CapDrop: ['ALL'], ReadonlyRootfs: true },
  });
  try {
    await container.start();
    return (await container.wait()).StatusCode === 0;
  } catch {
    // Without bash it does not even start.
    return false;
  } finally {
    await container.remove({ force: true, v: true });
  }
}

async function pull(docker: Docker, image: string, signal: AbortSignal | undefined): Promise<void> {
  const stop = AbortSignal.any([AbortSignal.timeout(PULL_SECONDS * 1000), ...(signal ? [signal] : [])]);
  try {
    const tagged = /[:@][^/]*$/.test(image) ? image : `${image}:latest`;
    const answer = await docker.pull(tagged, { abortSignal: stop });
    await new Promise<void>((resolve, reject) =>
      docker.modem.followProgress(answer, error => (error ? reject(error) : resolve())),
    );
  } catch (cause) {
    if (signal?.aborted)
      throw new SandboxError('cancelled', t('Fetching the image was cancelled'), { cause });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SandboxError('image-missing', t('The image {0} could not be fetched: {1}', image, why), {
      cause,
    });
  }
}
