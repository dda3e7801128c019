import { ENTER_WITH_UTIL_LINUX, LAYOUT_SCRIPT } from '../native/layout-script.ts';
import type { NativeKind } from '../native/native-kind.ts';
import { NativeSandbox } from '../native/native-sandbox.ts';
import { RUNNER_SCRIPT } from '../runner-script.ts';
import { WORKSPACE } from '../workspace-path.ts';

/** Namespaces made with util-linux alone: nothing to install on a bare Debian. No system call filter. */
export class NamespacesSandbox extends NativeSandbox {
  readonly kind = 'namespaces';

  protected describe(): NativeKind {
    return {
      kind: this.kind,
      programs: ['bash', 'unshare', 'nsenter', 'setpriv', 'prlimit', 'mount', 'pivot_root', 'realpath'],
      holds: {
        net: 'hard',
        fs: 'hard',
        pids: 'hard',
        memProc: 'hard',
        memTotal: 'none',
        cpu: 'soft',
        disk: 'hard',
        time: 'hard',
      },
      unshare: [
        '--user',
        '--map-root-user',
        '--mount',
        '--pid',
        '--net',
        '--ipc',
        '--uts',
        '--cgroup',
        '--fork',
      ].concat('--kill-child', '--mount-proc'),
      script: LAYOUT_SCRIPT + ENTER_WITH_UTIL_LINUX,
      enter: [RUNNER_SCRIPT, WORKSPACE],
    };
  }
}
