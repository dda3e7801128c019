import type { Buffer } from 'node:buffer';
import { StringDecoder } from 'node:string_decoder';
import { t } from '@vscode/l10n';
import type { Limits } from './limits.ts';
import { type Trailer, TrailerSplitter } from './run-protocol.ts';
import type { RunRequest } from './run-request.ts';
import type { SandboxResult } from './sandbox.ts';

/** Why a run was ended from outside. */
export type Ended = { status: 'timeout' | 'output-limit' | 'cancelled'; reason: string };

/** Collects what one run prints, up to its limit, and makes the result of it. */
export class RunRecorder {
  readonly #limits: Limits;
  readonly #collect: readonly string[];
  readonly #onOutput: ((chunk: string) => void) | undefined;
  readonly #splitter: TrailerSplitter;
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  readonly #started = performance.now();
  #bytes = 0;
  #output = '';
  #stdout = '';
  #stderr = '';

  constructor(
    { nonce, limits, collect }: Pick<RunRequest, 'nonce' | 'limits' | 'collect'>,
    onOutput: ((chunk: string) => void) | undefined,
  ) {
    this.#limits = limits;
    this.#collect = collect;
    this.#onOutput = onOutput;
    this.#splitter = new TrailerSplitter(nonce, limits.artefactBytes);
  }

  /** Takes raw bytes of one of the streams; false once the output limit is passed. */
  push(stream: 'stdout' | 'stderr', chunk: Buffer): boolean {
    return this.#add(stream, stream === 'stdout' ? this.#splitter.push(chunk) : chunk);
  }

  #add(stream: 'stdout' | 'stderr', bytes: Buffer): boolean {
    const room = Math.max(0, this.#limits.outputBytes - this.#bytes);
    this.#bytes += bytes.length;
    const text = this.#decoders[stream].write(bytes.subarray(0, room));
    if (text !== '') {
      this.#output += text;
      if (stream === 'stdout') this.#stdout += text;
      else this.#stderr += text;
      this.#onOutput?.(text);
    }
    return this.#bytes <= this.#limits.outputBytes;
  }

  /**
   * The result, once every stream is at its end. `ended` is given when the run was ended from outside, `outOfMemory`
   * when the machine said so, `failure` when the sandbox itself is known to have failed.
   */
  finish(how: {
    ended?: Ended | undefined;
    outOfMemory?: boolean;
    failure?: string | undefined;
    /** Where there is no runner script to tell. */
    outcome?: Trailer;
  }): SandboxResult {
    this.#add('stdout', this.#splitter.end());
    const trailer = how.outcome ?? this.#splitter.trailer(this.#collect);
    const common = {
      output: this.#output,
      stdout: this.#stdout,
      stderr: this.#stderr,
      artefacts: trailer?.artefacts ?? new Map<string, string>(),
      milliseconds: Math.round(performance.now() - this.#started),
    };
    if (how.ended) return { ...common, exitCode: null, ...how.ended };
    // A grandchild's end is the command's own affair as long as it copes.
    if (how.outOfMemory && trailer?.exitCode !== 0)
      return { ...common, ...outOfMemory(trailer?.exitCode ?? null) };
    if (!trailer || how.failure !== undefined) {
      const said = this.#stderr.trim().split('\n').slice(-3).join('; ');
      const reason =
        how.failure ??
        (said ? t('The sandbox ended without a result: {0}', said) : t('The sandbox ended without a result'));
      return { ...common, status: 'infra-error', exitCode: null, reason };
    }
    return { ...common, ...this.#judge(trailer) };
  }

  #judge(trailer: Trailer): Pick<SandboxResult, 'status' | 'exitCode' | 'reason'> {
    const { exitCode } = trailer;
    if (exitCode === 128 + 24)
      return {
        status: 'timeout',
        exitCode,
        reason: t('Used up its {0} s of CPU time', this.#limits.cpuSeconds),
      };
    if (
      exitCode !== 0 &&
      /heap out of memory|^MemoryError\b|Cannot allocate memory/m.test(this.#stderr.slice(-8192))
    )
      return outOfMemory(exitCode);
    return { status: 'exited', exitCode };
  }
}

function outOfMemory(exitCode: number | null): Pick<SandboxResult, 'status' | 'exitCode' | 'reason'> {
  return { status: 'oom', exitCode, reason: t('Ran out of the memory it was allowed') };
}
