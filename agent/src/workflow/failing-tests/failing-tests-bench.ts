import type { Event } from '@errata/protocol/event';
import type { Candidate } from '@errata/protocol/proposal';
import { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { type ProposeInput, propose, searchCandidates } from '../../propose/propose.ts';
import type { SandboxKind } from '../../sandbox/sandbox.ts';
import { Baseline } from '../../verify/baseline.ts';
import type { TestPlan } from '../../verify/frameworks/framework.ts';
import { expectedException } from '../../verify/reproduction/expected.ts';
import { detectTests } from '../../verify/test-command.ts';
import { type Analysis, analyse } from '../analysis.ts';
import type { ProposalBench } from '../make-proposal.ts';
import { prepareRoom, type Room } from '../room.ts';
import type { Bench } from '../workbench.ts';
import { type FailingRun, FailingTestsError, repairPlan, runFailing } from './failing-run.ts';
import { linesToSearch } from './suspicion.ts';
import { tellingTest, testEvent } from './test-event.ts';
import { watched } from './watch.ts';

interface Parts {
  readonly repository: Repository;
  readonly tree: SourceTree;
  readonly room: Room;
  readonly plan: TestPlan;
  readonly run: FailingRun;
}

/** Of the other tests some may take long. */
const testSeconds = 10;

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
    this.event = testEvent(tellingTest(run.failing, workspace), plan.project.language, workspace);
  }

  /**
   * Runs the tests (names, or files of tests) in the sandbox. Throws `FailingTestsError` when they do not fail there, and
   * `GitError` and `SandboxError` as `Workbench` does.
   */
  static async open(options: {
    folder: string;
    tests: readonly string[];
    sandbox?: SandboxKind | undefined;
    signal: AbortSignal;
  }): Promise<FailingTestsBench> {
    const { tests, sandbox, signal } = options;
    const repository = await Repository.open(options.folder);
    const tree = new SourceTree(repository, await repository.head());
    const room = await prepareRoom({ repository, tree, sandbox, signal });
    try {
      const { context } = room;
      const paths = await tree.list();
      const first = tests.map(name => name.split('::', 1)[0] ?? name).find(name => paths.includes(name));
      const { plan, reason } = await detectTests(
        context,
        first ?? paths.find(path => /\.(?:py|[cm]?[jt]sx?)$/.test(path)) ?? '',
      );
      if (plan === undefined) throw new FailingTestsError('no-test-plan', reason ?? 'There are no tests.');
      const run = await runFailing(context, plan, tests, signal);
      return new FailingTestsBench({ repository, tree, room, plan, run });
    } catch (error) {
      await room.prepared[Symbol.asyncDispose]();
      await tree.dispose();
      throw error;
    }
  }

  get head(): string {
    return this.#parts.tree.commit;
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
    const known = (await this.candidates(signal)).filter(({ engine }) => engine !== 'search');
    yield* searchCandidates(await this.#input(signal), known);
  }

  async bench(_: (message: string) => void, signal: AbortSignal): Promise<Bench> {
    const { room, plan, run, tree } = this.#parts;
    const { context } = room;
    const { diagnosis } = await this.analysis(signal);
    const suite = watched(plan, context, { seconds: testSeconds });
    const detection = { plan: suite, fallback: suite };
    const whole = plan.testFiles.every(file => run.files.includes(file));
    const [path = ''] = run.files;
    const text = (await tree.read(path)) ?? '';
    const said = run.failing[0]?.error ?? '';
    return {
      context,
      detection,
      baseline: new Baseline(context, detection, { measured: whole ? run.report : undefined }),
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
    await room.prepared[Symbol.asyncDispose]();
    await tree.dispose();
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
