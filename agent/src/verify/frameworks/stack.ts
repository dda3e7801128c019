import type { Sighting } from './framework.ts';

const framePattern = /^\s*at (?:async )?(?:(.*?) \()?((?:file:\/\/)?[^()\s]*?[^():]+):(\d+):\d+\)?$/;

/** Modules of Node itself, as versions before 12 write them; all others are written from the root. */
const builtIn = /^(?:internal\/[\w/-]{1,80}|[a-z_]{2,30})\.js$/;

/** Repository-relative path of a file as a run names it, or the text itself when it lies elsewhere. */
export function fromWorkspace(workspace: string, file: string): string {
  const path = file.replace(/^file:\/\//, '').replace(/[?#].*$/, '');
  return path.startsWith(`${workspace}/`) ? path.slice(workspace.length + 1) : path;
}

/** Reads V8's text of an error: `Type: message` over one or more lines, then the frames. */
export function parseV8Error(text: string, workspace: string): Sighting {
  const lines = text.split('\n');
  const firstFrame = lines.findIndex(line => framePattern.test(line) || /^\s+at /.test(line));
  const head = (firstFrame < 0 ? lines : lines.slice(0, firstFrame)).join('\n');
  const named = /^(?:Uncaught )?([A-Za-z_$][\w$.]*)(?: \[[^\]]*\])?(?:: ([\s\S]*))?$/.exec(head);
  const frames = lines.slice(Math.max(firstFrame, 0)).flatMap(line => {
    const match = framePattern.exec(line);
    if (match?.[2] === undefined) return [];
    return [
      {
        file: builtIn.test(match[2]) ? `node:${match[2]}` : fromWorkspace(workspace, match[2]),
        line: Number(match[3]),
        ...(match[1] ? { function: match[1].replace(/^new /, '') } : {}),
      },
    ];
  });
  return { type: named?.[1] ?? '', message: named ? (named[2] ?? '') : head, frames };
}
