import type { Frame } from '@errata/protocol/event';
import { type Installed, installedPackage } from './installed.ts';
import { plainPath } from './plain-path.ts';

/** A frame's path taken apart. It is only ever compared with tracked paths, never opened. */
export interface FramePath {
  /** Folders and file name, without `.`, `..`, scheme, host and drive, composed as Unicode's NFC. Never empty. */
  readonly segments: readonly string[];
  /** True when the path began at a root, a drive or a URL's host. */
  readonly absolute: boolean;
  /** Set when the file lies in a folder of installed packages or of the runtime. */
  readonly installed: Installed | undefined;
  /** The line of the file, where the path names one: of evaluated code. */
  readonly line: number | undefined;
}

/** Takes a frame's file (hostile text) apart; a string says why it names no source file. */
export function framePath(frame: Pick<Frame, 'file' | 'module'>): FramePath | string {
  const plain = plainPath(frame.file);
  if (plain.reason !== undefined) return plain.reason;
  const absolute = plain.text.startsWith('/');
  const segments = plain.text.split('/').filter(Boolean);
  const [name] = segments;
  if (name !== undefined && segments.length === 1 && !absolute)
    segments.unshift(...packageOf(frame.module, name));
  const installed = /^package:(?!\/)/.test(frame.file.trim())
    ? { kind: 'dart' as const, name: name ?? '', marker: 0, inside: 1 }
    : installedPackage(segments);
  return { segments, absolute, installed, line: plain.line };
}

/** Folders that a dotted module name stands for, as Java's SDKs give it beside a bare file name. */
function packageOf(module: string | undefined, file: string): string[] {
  if (module === undefined || module.length > 500) return [];
  if (!/^[\p{L}\p{N}_$]+(?:\.[\p{L}\p{N}_$]+)*$/u.test(module)) return [];
  // Python's `__init__.py` is the module that its folder is named for.
  const names = module.split('.');
  return file.startsWith('__init__.') && names.at(-1) !== '__init__' ? names : names.slice(0, -1);
}
