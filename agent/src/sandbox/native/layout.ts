import type { BaseTree } from '../base-tree.ts';
import { SOCKET_INSIDE } from '../bridge.ts';
import { inodeLimit, type Limits } from '../limits.ts';
import { accountFiles, systemFolders, systemSettings, workspaceAlias } from '../system-root.ts';
import type { Bind, Toolchain } from '../toolchain.ts';
import { WORKSPACE } from '../workspace-path.ts';

/** The user inside, as the layout script sets it up. */
const INNER_ID = 10_001;

/** Where on this machine each thing is to be found; root's view keeps them elsewhere than the host does. */
export interface Sources {
  readonly base: string;
  locate(path: string): string;
}

/** The instructions for the layout script that build one run's root. */
export function layoutInstructions(
  tree: BaseTree,
  toolchain: Toolchain,
  limits: Limits,
  sources: Sources,
  socket?: string,
): string[] {
  const disk = String(limits.diskBytes);
  const out: string[] = [
    'folder',
    '/proc',
    'folder',
    '/dev',
    'folder',
    '/etc',
    'folder',
    '/opt',
    'folder',
    '/run',
  ];
  out.push('link', '/dev/fd', '/proc/self/fd', 'link', '/dev/stdin', '/proc/self/fd/0');
  out.push('link', '/dev/stdout', '/proc/self/fd/1', 'link', '/dev/stderr', '/proc/self/fd/2');
  out.push('tmpfs', '/dev/shm', String(Math.min(limits.tmpBytes, 64 * 1024 * 1024)), '1024');
  out.push('tmpfs', '/tmp', String(limits.tmpBytes), String(inodeLimit(limits.tmpBytes)));
  out.push(...systemInstructions());
  for (const { from, to } of visibleBinds(tree, toolchain)) out.push('readonly', sources.locate(from), to);
  if (socket !== undefined) out.push('readonly', socket, SOCKET_INSIDE);
  for (const [path, target] of toolchain.links) out.push('link', path, target);
  out.push('room', disk, String(inodeLimit(limits.diskBytes)));
  if (tree.hasGit) out.push('hide', '.git');
  for (const name of tree.dependencies.keys()) out.push('stub', name);
  out.push('overlay', sources.base, WORKSPACE);
  for (const [name, target] of tree.dependencies)
    out.push('overlay', sources.locate(target), `${WORKSPACE}/${name}`);
  const alias = workspaceAlias(tree);
  if (alias !== undefined) out.push('link', alias, WORKSPACE);
  return out;
}

/** Everything beyond /usr and /etc that has to be reachable. */
export function visibleBinds(tree: BaseTree, toolchain: Toolchain): Bind[] {
  return [...toolchain.binds, ...tree.binds];
}

function systemInstructions(): string[] {
  const { folders, links } = systemFolders();
  const settings = systemSettings();
  return [
    ...folders.flatMap(folder => ['readonly', folder, folder]),
    ...[...links].flatMap(([path, target]) => ['link', path, target]),
    'copy',
    String(settings.length),
    ...settings,
    ...[...accountFiles(INNER_ID, INNER_ID)].flatMap(([path, content]) => ['text', path, content]),
  ];
}
