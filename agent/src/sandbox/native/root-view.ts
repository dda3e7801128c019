import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { makeOwnedFolder } from '../owner.ts';
import { SandboxError } from '../sandbox-error.ts';

/**
 * Run by real root in a mount namespace of its own, which lives as long as this script does: until its standard input
 * ends. Makes a view of the base that belongs to an unprivileged user: an overlay that holds nothing but the changed
 * owners, or where that cannot be stacked a copy. What that user could not reach (below /root, say) is bound to a
 * place that it can; in the end all of it is at /tmp.
 *
 * $1 an empty folder · $2 the base · $3 the user · then folders and files to make reachable
 */
const VIEW_SCRIPT = String.raw`
set -euo pipefail
folder=$1; base=$2; user=$3; shift 3
mkdir "$folder/copy" "$folder/stage"
stage=$folder/stage
mount -t tmpfs -o mode=0755 errata "$stage"
cd "$stage"
mkdir base view copy owners bind run
mount --bind "$folder/copy" copy
mount --rbind "$base" base
# Nothing below .git is ever shown, and it can be large.
give() {
  chown "$user:$user" "$1"
  find "$1" -mindepth 1 -maxdepth 1 ! -name .git -exec chown -hR "$user:$user" {} +
}
# What was downloaded for root alone is shown as if it were for everybody.
unseal() {
  mkdir -p "open/$1/upper" "open/$1/work"
  mount -t overlay -o "lowerdir=bind/$1,upperdir=open/$1/upper,workdir=open/$1/work,metacopy=on,redirect_dir=on,index=off" overlay "bind/$1" 2> /dev/null || return 0
  find "bind/$1" \( -type d ! -perm -5 -o -type f ! -perm -4 \) -exec chmod o+rX {} +
}
number=0
for source; do
  if [ -d "$source" ]; then mkdir "bind/$number"; else : > "bind/$number"; fi
  mount --rbind "$source" "bind/$number"
  if [ -d "$source" ] && [ -z "$(find "$source" -maxdepth 0 -perm -5)" ]; then unseal "$number"; fi
  number=$((number + 1))
done
mkdir owners/upper owners/work
if mount -t overlay -o lowerdir=base,upperdir=owners/upper,workdir=owners/work,metacopy=on,redirect_dir=on,index=off overlay view 2> /dev/null \
  && give view \
  && setpriv --reuid "$user" --regid "$user" --clear-groups unshare --user --map-root-user --mount bash --norc -c \
    'mount -t tmpfs errata run && mkdir run/upper run/work run/top && mount -t overlay -o userxattr,lowerdir=view,upperdir=run/upper,workdir=run/work overlay run/top' 2> /dev/null
then :
else
  ! mountpoint -q view || umount view
  find base -mindepth 1 -maxdepth 1 ! -name .git -exec cp -a --reflink=auto -t copy {} +
  give copy
  mount --bind copy view
fi
mount --rbind "$stage" /tmp
echo ready
cat > /dev/null
`;

/** Where things are to be found in the view's mount namespace. */
const VIEW = { base: '/tmp/view', stage: '/tmp/run', bind: '/tmp/bind' } as const;

/** A base tree as an unprivileged user sees it, made and kept by real root. */
export class RootView implements AsyncDisposable {
  readonly base: string = VIEW.base;
  readonly stage: string = VIEW.stage;
  readonly #user: number;
  readonly #folder: string;
  readonly #keeper: ChildProcess;
  readonly #sources: readonly string[];

  private constructor(user: number, folder: string, keeper: ChildProcess, sources: readonly string[]) {
    this.#user = user;
    this.#folder = folder;
    this.#keeper = keeper;
    this.#sources = sources;
  }

  /** Makes the view of `dir` with `sources` reachable. Throws SandboxError `prepare-failed` or `cancelled`. */
  static async open(
    dir: string,
    user: number,
    sources: readonly string[],
    env: NodeJS.ProcessEnv,
    signal: AbortSignal | undefined,
  ): Promise<RootView> {
    const folder = await makeOwnedFolder();
    const keeper = spawn(
      'setpriv',
      [
        '--pdeathsig',
        'KILL',
        'unshare',
        '--mount',
        '--propagation',
        'private',
        'bash',
        '--norc',
        '--noprofile',
        '-c',
        VIEW_SCRIPT,
      ].concat(['errata-view', folder, dir, String(user), ...sources]),
      { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true, cwd: '/' },
    );
    const view = new RootView(user, folder, keeper, sources);
    try {
      await ready(keeper, signal);
      return view;
    } catch (error) {
      await view[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Where a path of the host is to be found inside the view. */
  locate(path: string): string {
    const index = this.#sources.indexOf(path);
    return index < 0 ? path : `${VIEW.bind}/${index}`;
  }

  /** Goes before a command that is to run in the view as the unprivileged user. */
  get entry(): string[] {
    const user = String(this.#user);
    return [
      ...[
        'nsenter',
        '--mount',
        '--target',
        String(this.#keeper.pid),
        'setpriv',
        '--reuid',
        user,
        '--regid',
        user,
      ],
      ...[
        '--clear-groups',
        '--no-new-privs',
        '--bounding-set=-all',
        '--inh-caps=-all',
        '--pdeathsig',
        'KILL',
      ],
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { pid, exitCode, signalCode } = this.#keeper;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const gone = once(this.#keeper, 'exit');
      process.kill(-pid, 'SIGKILL');
      await gone;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function ready(keeper: ChildProcess, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const abort = (): void => reject(new SandboxError('cancelled', t('Preparing the sandbox was cancelled')));
    const fail = (why: string): void =>
      reject(new SandboxError('prepare-failed', t('Could not make the base tree for the sandbox: {0}', why)));
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    keeper.stderr?.on('data', chunk => {
      said = `${said}${chunk}`.slice(-2000);
    });
    keeper.stdout?.on('data', () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    keeper.stdin?.on('error', error => fail(error.message));
    keeper.on('error', error => fail(error.message));
    keeper.on('close', code => fail(said.trim() || `ended with ${code}`));
  });
}
