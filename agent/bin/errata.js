#!/usr/bin/env node
// Runs the CLI from source by type stripping, which needs Node 22.18: an older Node hands over to the workspace's own.
import { spawn } from 'node:child_process';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  // Most of the time to start is that of stripping types and compiling.
  module.enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/errata', import.meta.url)));
  await import(main);
} else {
  handOver(workspaceNode());
}

function handOver(node) {
  if (node === undefined) {
    console.error(
      `errata needs Node 22.18 or newer; this is ${process.versions.node}. Install a newer one, or run "npm ci" again.`,
    );
    process.exit(2);
  }
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGKILL' ? 137 : 1);
  });
}

function workspaceNode() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node');
  } catch {
    return undefined;
  }
}
