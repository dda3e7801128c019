/**
 * The first process inside every sandbox, already confined and without privileges. It applies the edits, runs the
 * command, ends whatever the command left running, and hands back the exit code and the artefacts. All it is told
 * comes through standard input as NUL-ended records (see run-protocol.ts), so nothing is ever interpolated. Since
 * paths resolve inside the sandbox, a link that leads out of the tree ends at the sandbox's own walls.
 *
 * $1 the workspace
 */
export const RUNNER_SCRIPT = String.raw`
set -u
workspace=$1
# A checkout may be read-only; the overlay over it need not be.
open() {
  local folder=$1
  while [ ! -d "$folder" ]; do folder=\${folder%/*}; done
  [ -w "$folder" ] || chmod u+w -- "$folder"
}
fail() { printf 'errata-sandbox: %s\n' "$1" >&2; exit 125; }
record() { IFS= read -r -d '' "$1" || fail 'the instructions broke off'; }
mkdir -p /tmp/home || fail "no room in /tmp"
command=() collect=() cwd=. cap=0 code=0
cd -- "$workspace" || fail 'no workspace'
open .
record nonce
while :; do
  record kind
  case $kind in
    delete) record path; folder=./$path; open "\${folder%/*}"; rm -rf -- "./$path" || fail "cannot delete $path" ;;
    write)
      record path; record size
      folder=./$path; folder=\${folder%/*}; open "$folder"
      [ -d "$folder" ] || mkdir -p -- "$folder" || fail "cannot make the folder of $path"
      [ ! -e "./$path" ] || [ -w "./$path" ] || chmod u+w -- "./$path" || fail "cannot change $path"
      head -c "$size" > "./$path" || fail "cannot write $path" ;;
    argument) record value; command+=("$value") ;;
    collect) record value; collect+=("$value") ;;
    cwd) record cwd ;;
    cap) record cap ;;
    run) break ;;
    *) fail "unknown instruction $kind" ;;
  esac
done
cd -- "./$cwd" || fail "no folder $cwd in the workspace"
"\${command[@]}" < /dev/null || code=$?
cd -- "$workspace" || fail 'the workspace is gone'
kill -KILL -1 2> /dev/null
# What the command wrote to may not wait any more (Node of old leaves it so): opened anew, it does.
(: > /proc/self/fd/1) 2> /dev/null && exec > /proc/self/fd/1
printf '\0%s\0%d\0' "$nonce" "$code"
for path in "\${collect[@]}"; do
  [ -f "./$path" ] && [ -r "./$path" ] || continue
  [ "$(realpath -e -- "./$path")" = "$workspace/$path" ] || continue
  size=$(stat -c %s -- "./$path") && [ "$size" -le "$cap" ] || continue
  printf '%s\0%d\0' "$path" "$size"
  head -c "$size" -- "./$path"
done
printf '\0'
`.replaceAll('\\${', '${');
