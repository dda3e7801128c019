import type { Event } from '@errata/protocol/event';
import type { Candidate, ReproductionTest } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { type ProposeInput, propose, searchCandidates } from '../propose/propose.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import { Baseline } from '../verify/baseline.ts';
import type { VerifyContext } from '../verify/context.ts';
import { KeptBaselines } from '../verify/kept-baselines.ts';
import { reachingTests } from '../verify/reaching.ts';
import { reproduceWith } from '../verify/reproduction/given-tests.ts';
import { type Reproduction, reproduce } from '../verify/reproduction/reproduce.ts';
import { type Detection, detectTests } from '../verify/test-command.ts';
import { type Analysis, analyse } from './analysis.ts';
import type { EarlierFix } from './earlier-fixes.ts';
import type { KnownReleases } from './known-releases.ts';
import { prepareRoom, type Room } from './room.ts';

/** Everything that candidates of one run are proven with. */
export interface Bench {
  readonly context: VerifyContext;
  readonly detection: Detection;
  readonly baseline: Baseline;
  readonly reproduction: Reproduction;
}

interface WorkbenchOptions {
  readonly folder: string;
  /** The commit to work on; the one that is checked out without it. */
  readonly head?: string | undefined;
  readonly event: Event;
  readonly sandbox?: SandboxKind | undefined;
  readonly releases?: KnownReleases | undefined;
  /** Fixes of the same error that did not hold. */
  readonly earlier?: readonly EarlierFix[] | undefined;
  /** What runs all tests, where a person set that. */
  readonly testCommand?: string | undefined;
  /** A person wants missing dependencies installed, apart from the folder. */
  readonly install?: boolean | undefined;
  /** Programs that are to be found in the sandbox, besides those that the project runs on. */
  readonly programs?: readonly string[] | undefined;
}

/**
 * What the stages of one run work with: the repository at its commit, and whatever is expensive, made at the first question and
 * made again by the process that goes on with the run.
 */
export class Workbench implements AsyncDisposable {
  readonly repository: Repository;
  readonly tree: SourceTree;
  readonly event: Event;
  readonly #sandbox: SandboxKind | undefined;
  readonly #releases: KnownReleases | undefined;
  readonly #earlier: readonly EarlierFix[] | undefined;
  readonly #testCommand: string | undefined;
  readonly #install: boolean | undefined;
  readonly #programs: readonly string[] | undefined;
  #analysis: Promise<Analysis> | undefined;
  #candidates: Promise<Candidate[]> | undefined;
  #room: Promise<Room> | undefined;
  #bench: Promise<Bench> | undefined;

  private constructor(
    repository: Repository,
    tree: SourceTree,
    { event, sandbox, releases, earlier, testCommand, install, programs }: WorkbenchOptions,
  ) {
    this.repository = repository;
    this.tree = tree;
    this.event = event;
    this.#sandbox = sandbox;
    this.#releases = releases;
    this.#earlier = earlier;
    this.#testCommand = testCommand;
    this.#install = install;
    this.#programs = programs;
  }

  /** Throws `GitError`: `not-a-repository`, `no-commits`, `git-missing`. */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const repository = await Repository.open(options.folder);
    const tree = new SourceTree(repository, options.head ?? (await repository.head()));
    return new Workbench(repository, tree, options);
  }

  get head(): string {
    return this.tree.commit;
  }

  analysis(signal: AbortSignal): Promise<Analysis> {
    const { event, repository, tree } = this;
    this.#analysis ??= forgetFailure(
      analyse({ event, repository, tree, releases: this.#releases, earlier: this.#earlier, signal }),
      () => {
        this.#analysis = undefined;
      },
    );
    return this.#analysis;
  }

  candidates(signal: AbortSignal): Promise<Candidate[]> {
    this.#candidates ??= forgetFailure(this.#propose(signal), () => {
      this.#candidates = undefined;
    });
    return this.#candidates;
  }

  /** Edits without a reason, as many as are asked for. */
  async *search(signal: AbortSignal): AsyncGenerator<Candidate> {
    yield* searchCandidates(await this.#input(signal), await this.candidates(signal));
  }

  /** Throws `SandboxError` `none-available` or `kind-unavailable`: code is never run outside a sandbox. */
  bench(report: (message: string) => void, signal: AbortSignal): Promise<Bench> {
    this.#bench ??= forgetFailure(this.#setUp(report, signal), () => {
      this.#bench = undefined;
    });
    return this.#bench;
  }

  /** The bench from now on: where the event alone gave no reproduction, with the first of these tests that raises its exception. */
  async adopt(tests: readonly ReproductionTest[], signal: AbortSignal): Promise<Bench> {
    const [bench, { diagnosis }] = await Promise.all([
      this.bench(() => undefined, signal),
      this.analysis(signal),
    ]);
    if ('test' in bench.reproduction) return bench;
    const found = await reproduceWith(tests, { ...bench, event: this.event, diagnosis, signal });
    if (found === undefined) return bench;
    const adopted = { ...bench, reproduction: found };
    this.#bench = Promise.resolve(adopted);
    return adopted;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const room = await this.#room?.catch(() => undefined);
    try {
      await room?.prepared[Symbol.asyncDispose]();
    } finally {
      await this.tree.dispose();
    }
  }

  async #propose(signal: AbortSignal): Promise<Candidate[]> {
    return propose(await this.#input(signal));
  }

  async #input(signal: AbortSignal): Promise<ProposeInput> {
    const { mapped, slice, diagnosis, earlier } = await this.analysis(signal);
    const { event, tree } = this;
    return {
      event,
      sources: tree,
      mapped: mapped.frames,
      slice,
      locations: diagnosis.locations,
      history: { repository: this.repository, suspects: diagnosis.suspects, earlier },
      signal,
    };
  }

  async #setUp(report: (message: string) => void, signal: AbortSignal): Promise<Bench> {
    const { diagnosis } = await this.analysis(signal);
    report(t('Setting up the sandbox'));
    const { repository, tree } = this;
    const files = diagnosis.locations.map(location => location.file);
    const wanted = {
      sandbox: this.#sandbox,
      around: files,
      install: this.#install,
      programs: this.#programs,
    };
    this.#room ??= forgetFailure(prepareRoom({ repository, tree, ...wanted, report, signal }), () => {
      this.#room = undefined;
    });
    const { context } = await this.#room;
    report(t('Reproducing the error'));
    const detection = await detectTests(context, files[0] ?? '', this.#testCommand);
    const { plan } = detection;
    const baseline = new Baseline(context, detection, {
      kept: new KeptBaselines(),
      reaching: async () => (plan ? reachingTests(context, plan, { files, impact: diagnosis.impact }) : []),
    });
    const { event } = this;
    const reproduction = await reproduce({
      context,
      event,
      diagnosis,
      detection,
      signal,
      onProgress: report,
    });
    return { context, detection, baseline, reproduction };
  }
}

/** A failure is not remembered: the next question tries again. */
function forgetFailure<T>(work: Promise<T>, forget: () => void): Promise<T> {
  work.catch(forget);
  return work;
}
