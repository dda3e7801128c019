import { randomBytes } from 'node:crypto';
import type { ModelTrouble } from '@errata/protocol/model';
import type { ReproductionTest } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { Relay } from '../../model/relay/relay.ts';
import { BRIDGE_ADDRESS } from '../../sandbox/bridge.ts';
import type { RunSpec, SandboxKind, SandboxResult } from '../../sandbox/sandbox.ts';
import { secretPath } from '../../sandbox/secret-path.ts';
import { CODER_SCRIPT } from './coder-script.ts';
import type { CommandApi } from './command-api.ts';
import type { EngineCommand } from './engine-command.ts';
import type { FinalWords } from './known-program.ts';
import { readWritten, type Written } from './written-changes.ts';

/** A sandbox that stands ready, as far as a command needs it. */
export interface CommandRoom {
  readonly sandbox: SandboxKind;
  run(spec: RunSpec, options?: { signal?: AbortSignal }): Promise<SandboxResult>;
}

/** What a command may take. It waits for a model most of the time. */
const mostSeconds = 900;
/** After that it is given up, with what it may have written. */
const graceSeconds = 30;
const MiB = 1024 * 1024;

export interface CommandEnd {
  readonly said: FinalWords;
  readonly written?: Written | undefined;
  /** Why it did not end as it should. What was written by then is there all the same. */
  readonly trouble?: ModelTrouble | undefined;
}

/** Runs a program on a fresh worktree inside the sandbox. An aborted signal throws its reason. */
export async function runCommand(options: {
  command: EngineCommand;
  prompt: string;
  room: CommandRoom;
  relay: Relay | undefined;
  api: CommandApi | undefined;
  reproduction: ReproductionTest | undefined;
  signal: AbortSignal;
}): Promise<CommandEnd> {
  const { command, prompt, room, relay, api, reproduction, signal } = options;
  const inner = api && relay && { ...api, address: BRIDGE_ADDRESS, token: relay.token };
  const folder = `.errata-${randomBytes(8).toString('hex')}`;
  const collected = `${folder}/changes.json`;
  const manner = command.promptIsArgument ? 'argument' : 'stdin';
  const how = [folder, String(mostSeconds), manner, secretPath.source];
  const files = new Map([[`${folder}/prompt`, prompt]]);
  if (reproduction !== undefined) files.set(reproduction.path, reproduction.after);
  const result = await room.run(
    {
      files,
      command: ['node', '-e', CODER_SCRIPT, '--', ...how, ...command.words(inner)],
      env: { ...command.env(inner) },
      collect: [collected],
      limits: {
        ...{ seconds: mostSeconds + graceSeconds, cpuSeconds: mostSeconds },
        ...{ outputBytes: 32 * MiB, artefactBytes: 8 * MiB, memoryBytes: 4096 * MiB },
      },
      ...(relay && { socket: relay.socket }),
    },
    { signal },
  );
  signal.throwIfAborted();
  const written = readWritten(result.artefacts.get(collected));
  const said = command.said(result.stdout);
  return { said, written, trouble: relay?.trouble ?? troubleOf(command.name, result, said, written) };
}

function troubleOf(
  name: string,
  { status, exitCode, reason, stderr }: SandboxResult,
  said: FinalWords,
  written: Written | undefined,
): ModelTrouble | undefined {
  const failed = (message: string): ModelTrouble => ({ reason: 'command-failed', message });
  const seconds = mostSeconds;
  if (status === 'timeout' || written?.late)
    return { reason: 'timeout', message: t('{0} was not done within {1} s and was stopped.', name, seconds) };
  if (status !== 'exited') return failed(t('{0} was stopped: {1}.', name, reason ?? status));
  if (exitCode === 127)
    return failed(
      t(
        '{0} is not there inside the sandbox. Install it on this machine, in a place that is on the PATH.',
        name,
      ),
    );
  if (exitCode === 0 && !said.failed && written !== undefined) return undefined;
  const last = (said.failed ? said.text : stderr || said.text).trim().slice(-500);
  return failed(t('{0} ended with exit code {1}: {2}', name, exitCode ?? '?', last));
}
