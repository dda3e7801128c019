import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { BaseTree } from './base-tree.ts';
import { WORKSPACE } from './workspace-path.ts';

/** Entries of /etc without which the usual runtimes do not start. None of them holds a secret. */
const ETC = ['alternatives', 'ld.so.cache', 'ld.so.conf', 'ld.so.conf.d', 'mime.types', 'localtime'];
const ETC_PATTERN = /^(python3|java|perl|ruby|php|gem|dotnet)/;

/** The few files of /etc that are made up, for a sandbox whose user has this id. */
export function accountFiles(uid: number, gid: number): Map<string, string> {
  return new Map([
    ['/etc/hosts', '127.0.0.1 localhost\n::1 localhost\n'],
    ['/etc/passwd', `root:x:0:0:root:/:/bin/sh\nerrata:x:${uid}:${gid}:errata:/tmp/home:/bin/sh\n`],
    ['/etc/group', `root:x:0:\nerrata:x:${gid}:\n`],
    ['/etc/nsswitch.conf', 'passwd: files\ngroup: files\nhosts: files\n'],
    ['/etc/resolv.conf', ''],
  ]);
}

/** The host's system folders, to be shown read-only, and the links at the root that lead into them. */
export function systemFolders(): { folders: string[]; links: Map<string, string> } {
  const folders = ['/usr'];
  const links = new Map<string, string>();
  for (const name of readdirSync('/').filter(name => /^(bin|sbin|lib\w*)$/.test(name))) {
    const path = `/${name}`;
    if (lstatSync(path).isSymbolicLink()) links.set(path, readlinkSync(path));
    else folders.push(path);
  }
  return { folders, links };
}

/** Paths below /etc that a sandbox shows as they are on the host. */
export function systemSettings(): string[] {
  return [...ETC, ...readdirSync('/etc').filter(name => ETC_PATTERN.test(name))]
    .map(name => join('/etc', name))
    .filter(path => existsSync(path));
}

/**
 * The link by which absolute paths that a project remembers (editable installs, caches) lead to its copy; undefined
 * where it would lie in a folder that the sandbox needs itself.
 */
export function workspaceAlias(tree: BaseTree): string | undefined {
  const own = /^\/(usr|etc|proc|dev|sys|opt|bin|sbin|lib\w*|workspace|node_modules)(\/|$)/.test(tree.dir);
  return own || tree.dir === WORKSPACE ? undefined : tree.dir;
}

/** Whether a path of the host lies in what is always shown. */
export function inUsr(path: string): boolean {
  return path.startsWith('/usr/') || path.startsWith('/bin/');
}
