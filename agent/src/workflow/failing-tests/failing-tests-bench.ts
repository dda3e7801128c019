import type { Event } from '@errata/protocol/event';
import type { Candidate, ReproductionTest } from '@errata/protocol/proposal';
import { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import type { ChangedFile } from '../../git/status.ts';
import { snapshotOf } from '../../git/working-snapshot.ts';
import { type ProposeInput, propose, searchCandidates } from '../../propose/propose.ts';
import type { SandboxKind } from '../../sandbox/sandbox.ts';
import { Baseline } from '../../verify/baseline.ts';
import type { VerifyContext } from '../../verify/context.ts';
import type { TestPlan } from '../../verify/frameworks/framework.ts';
import { reachingTests } from '../../verify/reaching.ts';
import { expectedException } from '../../verify/reproduction/expected.ts';
import { detectTests } from '../../verify/test-command.ts';
import { type Analysis, analyse } from '../analysis.ts';
import type { ProposalBench } from '../make-proposal.ts';
import { prepareRoom, type Room } from '../room.ts';
import type { Bench } from '../workbench.ts';
import { type FailingRun, FailingTestsError, repairPlan, runFailing } from './failing-run.ts';
import { linesToSearch } from './suspicion.ts';
import { tellingTest, testEvent } from './test-event.ts';
import { namesFromRoot, testPlans } from './test-plans.ts';
import { watched } from './watch.ts';

interface Parts {
  readonly repository: Repository;
  readonly tree: SourceTree;
  readonly changed: readonly ChangedFile[];
  readonly room: Room;
  readonly plan: TestPlan;
  /** What runs all tests. */
  readonly suite: TestPlan;
  readonly run: FailingRun;
}

/** Of the other tests some may take long. */
const testSeconds = 10;
/** Where all take longer, these are run instead: of so many files the tests nearest to them. */
const suiteSeconds = 30;
const mostReached = 3;
const mostReaching = 20;

/**
 * What a repair works with that starts from failing tests instead of an event: they are the reproduction, and what they
 * raise and run tells where to look.
 */
export class FailingTestsBench implements ProposalBench, AsyncDisposable {
  /** The failure that tells most, in the form of an event. */
  readonly event: Event;
  readonly #parts: Parts;
  #analysis: Promise<Analysis> | undefined;
  #candidates: Promise<Candidate[]> | undefined;

  private constructor(parts: Parts) {
    const { run, plan, room } = parts;
    const { workspace } = room.context;
    this.#parts = parts;
    const event = testEvent(tellingTest(run.failing, workspace), plan.project.language, workspace);
    this.event = { ...event, release: parts.tree.commit };
  }

  /**
   * Runs the tests (names, or files of tests; all if there are none) in the sandbox, in the working folder as it is. Throws
   * `FailingTestsError` when they do not fail there, and `GitError` and `SandboxError` as `Workbench` does.
   */
  static async open(options: {
    folder: string;
    tests: readonly string[];
    sandbox?: SandboxKind | undefined;
    /** What runs all tests, where a person set that. */
    testCommand?: string | undefined;
    /** A person wants missing dependencies installed, apart from the folder. */
    install?: boolean | undefined;
    /** Programs that are to be found in the sandbox, besides those that the project runs on. */
    programs?: readonly string[] | undefined;
    report?: (message: string) => void;
    signal: AbortSignal;
  }): Promise<FailingTestsBench> {
    const { folder, tests, sandbox, testCommand, install, programs, report, signal } = options;
    const repository = await Repository.open(folder);
    const { commit, changed } = await snapshotOf(repository, signal);
    const tree = new SourceTree(repository, commit);
    let room: Room | undefined;
    try {
      report?.('Setting up the sandbox');
      const wanted = { sandbox, base: new Map(), install, programs };
      room = await prepareRoom({ repository, tree, ...wanted, report, signal });
      const { context } = room;
      const { root } = repository;
      const { names, near } = await namesFromRoot(tests, { root, folder, paths: await tree.list() });
      const { plans, reason } = await testPlans(context, { names, near, command: testCommand });
      if (plans.length === 0) throw new FailingTestsError('no-test-plan', reason);
      const { plan, run } = await firstFailing(context, { plans, names, report }, signal);
      const [path] = run.files;
      const set =
        testCommand !== undefined && path !== undefined
          ? (await detectTests(context, path, testCommand)).plan
          : undefined;
      return new FailingTestsBench({ repository, tree, changed, room, plan, suite: set ?? plan, run });
    } catch (error) {
      await room?.prepared[Symbol.asyncDispose]();
      await tree.dispose();
      throw error;
    }
  }

  /** The tests that are to be repaired, and how they are run. */
  get tests(): Pick<FailingRun, 'failing' | 'others'> & Pick<TestPlan, 'framework'> {
    const { run, plan } = this.#parts;
    return { failing: run.failing, others: run.others, framework: plan.framework };
  }

  /** What of the working folder is not committed; the repair is made with it. */
  get changed(): readonly ChangedFile[] {
    return this.#parts.changed;
  }

  get head(): string {
    return this.#parts.tree.commit;
  }

  get repository(): Repository {
    return this.#parts.repository;
  }

  get tree(): SourceTree {
    return this.#parts.tree;
  }

  analysis(signal: AbortSignal): Promise<Analysis> {
    const { repository, tree } = this.#parts;
    this.#analysis ??= analyse({ event: this.event, repository, tree, signal });
    return this.#analysis;
  }

  candidates(signal: AbortSignal): Promise<Candidate[]> {
    this.#candidates ??= this.#input(signal).then(propose);
    return this.#candidates;
  }

  async *search(signal: AbortSignal): AsyncGenerator<Candidate> {
    yield* searchCandidates(await this.#input(signal), await this.candidates(signal));
  }

  /** The failing tests are the reproduction, and stay it. */
  adopt(_: readonly ReproductionTest[], signal: AbortSignal): Promise<Bench> {
    return this.bench(() => undefined, signal);
  }

  async bench(_: (message: string) => void, signal: AbortSignal): Promise<Bench> {
    const { room, plan, suite, run } = this.#parts;
    const { context } = room;
    const { diagnosis } = await this.analysis(signal);
    const whole = watched(suite, context, { seconds: testSeconds });
    const detection = { plan: whole, fallback: whole };
    const { path, text } = await this.#anyTest();
    const said = run.failing[0]?.error ?? '';
    return {
      context,
      detection,
      baseline: new Baseline(context, detection, {
        measured: run.whole && suite === plan ? run.report : undefined,
        limits: { seconds: suiteSeconds },
        reaching: async () => {
          const files = [...new Set(diagnosis.locations.map(({ file }) => file))].slice(0, mostReached);
          const found = await reachingTests(context, plan, { files, impact: diagnosis.impact });
          return [...new Set([...run.files, ...found])].slice(0, mostReaching);
        },
      }),
      reproduction: {
        test: { path, before: text, after: text },
        before: { result: 'raised', output: said },
        level: 0,
        guessed: false,
        plan: repairPlan(plan, context, run),
        expected: expectedException(this.event, diagnosis.locations) ?? { type: '', message: '' },
        inner: [],
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { room, tree } = this.#parts;
    try {
      await room.prepared[Symbol.asyncDispose]();
    } finally {
      await tree.dispose();
    }
  }

  /** A file of the tests; where none is known any other, since it stays as it is. */
  async #anyTest(): Promise<{ path: string; text: string }> {
    const { run, tree } = this.#parts;
    for (const path of [...run.files, ...(await tree.list())]) {
      const text = await tree.read(path);
      if (text !== undefined) return { path, text };
    }
    throw new FailingTestsError('no-test-plan', 'There is no file of text here.');
  }

  async #input(signal: AbortSignal): Promise<ProposeInput> {
    const { mapped, slice, diagnosis } = await this.analysis(signal);
    const { repository, tree, run } = this.#parts;
    return {
      event: this.event,
      sources: tree,
      mapped: mapped.frames,
      slice,
      locations: await linesToSearch(diagnosis.locations, run.lines, slice.index),
      history: { repository, suspects: diagnosis.suspects },
      signal,
    };
  }
}

/** The first project in which the tests fail; what the errors of all say that tells most, where there is none. */
async function firstFailing(
  context: VerifyContext,
  asked: {
    plans: readonly TestPlan[];
    names: readonly string[];
    report: ((message: string) => void) | undefined;
  },
  signal: AbortSignal,
): Promise<{ plan: TestPlan; run: FailingRun }> {
  const errors: FailingTestsError[] = [];
  for (const plan of asked.plans) {
    const where = asked.plans.length > 1 ? ` in ${plan.project.folder || 'the root'}` : '';
    asked.report?.(`Running the tests with ${plan.framework}${where}`);
    try {
      return { plan, run: await runFailing(context, plan, asked.names, signal) };
    } catch (error) {
      if (!(error instanceof FailingTestsError)) throw error;
      errors.push(error);
    }
  }
  throw telling
    .map(reason => errors.find(error => error.reason === reason))
    .find(error => error !== undefined);
}

const telling = ['flaky', 'not-failing', 'not-run', 'no-such-test', 'no-test-plan'] as const;
