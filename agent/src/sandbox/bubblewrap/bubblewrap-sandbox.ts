import { ENTER_WITH_BUBBLEWRAP, LAYOUT_SCRIPT } from '../native/layout-script.ts';
import type { NativeKind } from '../native/native-kind.ts';
import { NativeSandbox } from '../native/native-sandbox.ts';
import { RUNNER_SCRIPT } from '../runner-script.ts';
import { WORKSPACE } from '../workspace-path.ts';
import { seccompFilter } from './seccomp-filter.ts';

/** Bubblewrap over an overlay: the same walls as plain namespaces and a system call filter besides. */
export class BubblewrapSandbox extends NativeSandbox {
  readonly kind = 'bubblewrap';

  protected describe(): NativeKind {
    const filter = seccompFilter(process.arch);
    return {
      kind: this.kind,
      programs: ['bwrap', 'bash', 'unshare', 'nsenter', 'setpriv', 'prlimit', 'mount', 'realpath'],
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
      unshare: ['--user', '--map-root-user', '--mount'],
      script: LAYOUT_SCRIPT + ENTER_WITH_BUBBLEWRAP,
      enter: [RUNNER_SCRIPT, WORKSPACE, ...(filter ? ['--seccomp', '3'] : [])],
      ...(filter ? { extraInput: filter } : {}),
    };
  }
}
