import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeBase } from './contract-fixture.ts';
import { IMPLEMENTATIONS, usableOrSkip } from './contract-implementations.ts';
import type { Holds, Prepared, RunOptions, RunSpec, Sandbox, SandboxResult } from './sandbox.ts';
import { SandboxError } from './sandbox-error.ts';

/** What a test of the contract works with, once its suite has begun. */
export interface ContractRoom {
  readonly sandbox: Sandbox;
  readonly holds: Holds;
  /** The folder around the base, where secrets lie. */
  readonly root: string;
  readonly dir: string;
  run(spec: Partial<RunSpec> & { command: readonly string[] }, options?: RunOptions): Promise<SandboxResult>;
  sh(script: string, spec?: Partial<RunSpec>, options?: RunOptions): Promise<SandboxResult>;
}

/** A part of what every sandbox has to keep, as a suite for each implementation. */
export function describeContract(theme: string, tests: (room: ContractRoom) => void): void {
  for (const [name, make] of IMPLEMENTATIONS) {
    describe(`sandbox contract, ${theme}: ${name}`, function () {
      this.timeout(30_000);
      let prepared: Prepared | undefined;
      let close: (() => Promise<void>) | undefined;
      const run: ContractRoom['run'] = (spec, options) => {
        assert.ok(prepared);
        return room.sandbox.run(prepared, { files: new Map(), ...spec }, options);
      };
      const room = {
        run,
        sh: (script: string, spec: Partial<RunSpec> = {}, options?: RunOptions) =>
          run({ ...spec, command: ['bash', '-c', script] }, options),
      } as { -readonly [K in keyof ContractRoom]: ContractRoom[K] };

      before(async function () {
        const usable = await usableOrSkip(this, name, make);
        close = usable.close;
        room.sandbox = usable.sandbox;
        room.holds = (await room.sandbox.probe()).holds;
        room.root = await mkdtemp(join(tmpdir(), 'errata-contract-'));
        room.dir = join(room.root, 'it is, a:repo');
        await makeBase(room.root, room.dir);
        prepared = await room.sandbox.prepare({ dir: room.dir });
      });

      after(async () => {
        await prepared?.[Symbol.asyncDispose]();
        await close?.();
        if (room.root) await rm(room.root, { recursive: true, force: true });
      });

      tests(room);
    });
  }
}

export function rejectsWith(reason: string): (error: unknown) => boolean {
  return error => error instanceof SandboxError && error.reason === reason;
}
