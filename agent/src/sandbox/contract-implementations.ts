import { BubblewrapSandbox } from './bubblewrap/bubblewrap-sandbox.ts';
import { DockerSandbox } from './docker/docker-sandbox.ts';
import { PrivateDaemon } from './docker/private-daemon.ts';
import { NamespacesSandbox } from './namespaces/namespaces-sandbox.ts';
import type { Sandbox } from './sandbox.ts';

/** Makes the sandbox, or a reason why it cannot be tried at all. */
type Make = () => Promise<{ sandbox: Sandbox; close?: () => Promise<void> } | string>;

/** What the contract suite is run against. */
export const IMPLEMENTATIONS: readonly [name: string, make: Make][] = [
  ['namespaces', async () => ({ sandbox: new NamespacesSandbox() })],
  ['bubblewrap', async () => ({ sandbox: new BubblewrapSandbox() })],
  [
    'docker',
    async () => {
      const obstacle = PrivateDaemon.obstacle();
      if (obstacle !== undefined) return obstacle;
      const daemon = await PrivateDaemon.start();
      const sandbox = new DockerSandbox({ socketPath: daemon.socketPath });
      return { sandbox, close: () => daemon[Symbol.asyncDispose]() };
    },
  ],
];

/** The sandbox itself, or why it does not work here. */
export async function usable(sandbox: Sandbox): Promise<Sandbox | string> {
  const probe = await sandbox.probe();
  return probe.ok ? sandbox : `${probe.reason} (${probe.fix})`;
}

/** For a suite's `before`: the sandbox, with what ends it; skips the suite with the reason where it does not work. */
export async function usableOrSkip(
  hook: Mocha.Context,
  name: string,
  make: Make,
): Promise<{ sandbox: Sandbox; close: () => Promise<void> }> {
  const made = await make();
  const found = typeof made === 'string' ? made : await usable(made.sandbox);
  const close = async () => {
    if (typeof made !== 'string') await made.close?.();
  };
  if (typeof found !== 'string') return { sandbox: found, close };
  await close();
  if (process.env['REQUIRE_SANDBOX'] === '1') throw new Error(`${name}: ${found}`);
  hook['skipReason'] = found;
  return hook.skip();
}
