/**
 * Builds the sandbox's own root in a mount namespace of its own, then goes on into it. The shell decides nothing: it
 * carries out a list of instructions (see layout.ts), each a word and its arguments, up to `--`; the rest is for the
 * second half, which differs between the implementations.
 *
 * $1 an empty folder to build in · $2 the highest descriptor to keep · then the instructions
 */
export const LAYOUT_SCRIPT = String.raw`
set -euo pipefail
stage=$1; keep=$2; shift 2
for fd in /proc/self/fd/*; do
  fd=\${fd##*/}
  if [ "$fd" -gt "$keep" ]; then eval "exec $fd>&-"; fi
done
umask 022
mount -t tmpfs -o size=16m,nr_inodes=8192,mode=0755 errata "$stage"
cd "$stage"
mkdir root layers layers/0
layer=0
folder() { [ -d "$1" ] || mkdir -p "$1"; }
place() { if [ -d "$1" ]; then folder "$2"; else folder "\${2%/*}"; : > "$2"; fi; }
while [ "$1" != -- ]; do
  case $1 in
    folder) folder "root$2"; shift 2 ;;
    text) printf '%s' "$3" > "root$2"; shift 3 ;;
    link) folder "root\${2%/*}"; ln -s "$3" "root$2"; shift 3 ;;
    tmpfs) folder "root$2"; mount -t tmpfs -o "nosuid,nodev,size=$3,nr_inodes=$4,mode=1777" errata "root$2"; shift 4 ;;
    # What this user may not read is left out.
    copy) cp -a --no-preserve=ownership "\${@:3:$2}" root/etc/ 2> /dev/null || :; shift $((2 + $2)) ;;
    readonly) place "$2" "root$3"; mount --rbind "$2" "root$3"; shift 3 ;;
    room) mkdir room; mount -t tmpfs -o "size=$2,nr_inodes=$3,mode=0755" errata room; shift 3 ;;
    hide) mkdir -p "room/$layer/upper"; mknod "room/$layer/upper/$2" c 0 0; shift 2 ;;
    stub) mkdir -p "room/$layer/upper/$2"; shift 2 ;;
    overlay)
      mkdir -p "layers/$layer" "room/$layer/upper" "room/$layer/work" "root$3"
      mount --rbind "$2" "layers/$layer"
      mount -t overlay -o "nosuid,nodev,userxattr,lowerdir=layers/$layer,upperdir=room/$layer/upper,workdir=room/$layer/work" overlay "root$3"
      layer=$((layer + 1)); shift 3 ;;
    *) echo "errata-sandbox: unknown instruction $1" >&2; exit 125 ;;
  esac
done
shift
`.replaceAll('\\${', '${');

/**
 * Goes on with util-linux alone, as the first process of fresh namespaces. Ends as an unprivileged user of a nested
 * user namespace that owns none of the mounts and may make no further one.
 *
 * $1 the runner script · $2 the workspace
 */
export const ENTER_WITH_UTIL_LINUX = String.raw`
mount -t proc -o nosuid,nodev,noexec proc root/proc
for name in null zero full random urandom; do
  : > "root/dev/$name"
  mount --bind "/dev/$name" "root/dev/$name"
done
if command -v ip > /dev/null; then ip link set lo up
else perl -e 'socket(S, 2, 2, 0) or die; ioctl(S, 0x8914, pack("a16s", "lo", 0x49)) or die "loopback: $!"'
fi
echo 1 > /proc/sys/user/max_user_namespaces
mount --bind root/proc/sys root/proc/sys
mount -o remount,bind,ro,nosuid,nodev,noexec root/proc/sys
mkdir root/.old
mount --rbind root root
cd root
pivot_root . .old
cd /
umount -l /.old
rmdir /.old
mount -o remount,bind,ro /
mapfile -t mounts < /proc/self/mountinfo
for line in "\${mounts[@]}"; do
  read -r _ _ _ _ point options _ <<< "$line"
  case $point in / | /workspace | /workspace/* | /tmp | /proc | /proc/* | /dev/*) continue ;; esac
  case $options in ro | ro,*) continue ;; esac
  # What the host put on a mount cannot be taken off it here.
  also=; case ,$options, in *,noexec,*) also=,noexec ;; esac
  mount -o "remount,bind,ro,nosuid,nodev$also" "$(printf '%b' "\${point//\\/\\0}")"
done
exec unshare --user --map-user=10001 --map-group=10001 --keep-caps \
  setpriv --bounding-set=-all --ambient-caps=-all --inh-caps=-all --no-new-privs \
  bash --norc --noprofile -c "$1" errata-runner "$2"
`.replaceAll('\\${', '${');

/**
 * Goes on with bubblewrap, which adds a system call filter (descriptor 3).
 *
 * $1 the runner script · $2 the workspace · then further options for bwrap
 */
export const ENTER_WITH_BUBBLEWRAP = String.raw`
runner=$1; workspace=$2; shift 2
exec bwrap --unshare-user --unshare-ipc --unshare-pid --unshare-net --unshare-uts --unshare-cgroup-try \
  --die-with-parent --new-session --as-pid-1 --uid 10001 --gid 10001 --cap-drop ALL "$@" \
  --ro-bind "$stage/root" / --bind "$stage/root$workspace" "$workspace" --bind "$stage/root/tmp" /tmp \
  --proc /proc --ro-bind /proc/sys /proc/sys \
  --dev /dev --bind "$stage/root/dev/shm" /dev/shm --remount-ro /dev \
  bash --norc --noprofile -c "$runner" errata-runner "$workspace"
`;
