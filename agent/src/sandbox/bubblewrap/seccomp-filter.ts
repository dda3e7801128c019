import { Buffer } from 'node:buffer';

/**
 * System calls that neither a build nor a test needs and that have been the way out of sandboxes: mounts, namespaces,
 * kernel keys, modules, bpf, perf, userfaultfd, io_uring, handles. [x86-64, arm64]
 */
const REFUSED: Readonly<Record<string, readonly [number, number]>> = {
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  acct: [163, 89],
  syslog: [103, 116],
  quotactl: [179, 60],
  init_module: [175, 105],
  delete_module: [176, 106],
  finit_module: [313, 273],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  unshare: [272, 97],
  setns: [308, 268],
  open_by_handle_at: [304, 265],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
};

const MACHINES = {
  x64: { audit: 0xc000003e, column: 0, clone: 56 },
  arm64: { audit: 0xc00000b7, column: 1, clone: 220 },
} as const;

const CLONE3 = 435;
/** Every CLONE_NEW* flag that clone takes. */
const NAMESPACE_FLAGS = 0x7e020000;
const X32_BIT = 0x40000000;

const LOAD_WORD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const refuse = (errno: number): number => 0x00050000 + errno;
const EPERM = 1;
const ENOSYS = 38;
const OFFSET = { number: 0, machine: 4, firstArgument: 16 };

/** The filter as the kernel takes it, or undefined for a machine that it has no numbers for. */
export function seccompFilter(architecture: string): Buffer | undefined {
  if (architecture !== 'x64' && architecture !== 'arm64') return undefined;
  const machine = MACHINES[architecture];
  const program: [code: number, ifTrue: number, ifFalse: number, value: number][] = [
    [LOAD_WORD, 0, 0, OFFSET.machine],
    [JUMP_IF_EQUAL, 1, 0, machine.audit],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD_WORD, 0, 0, OFFSET.number],
    [JUMP_IF_AT_LEAST, 0, 1, X32_BIT],
    [RETURN, 0, 0, refuse(ENOSYS)],
  ];
  for (const numbers of Object.values(REFUSED)) {
    program.push([JUMP_IF_EQUAL, 0, 1, numbers[machine.column]], [RETURN, 0, 0, refuse(EPERM)]);
  }
  program.push(
    // Its flags lie in memory, where a filter cannot look; the C library falls back to clone.
    [JUMP_IF_EQUAL, 0, 1, CLONE3],
    [RETURN, 0, 0, refuse(ENOSYS)],
    [JUMP_IF_EQUAL, 0, 3, machine.clone],
    [LOAD_WORD, 0, 0, OFFSET.firstArgument],
    [JUMP_IF_ANY_BIT, 0, 1, NAMESPACE_FLAGS],
    [RETURN, 0, 0, refuse(EPERM)],
    [RETURN, 0, 0, ALLOW],
  );
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  });
  return bytes;
}
