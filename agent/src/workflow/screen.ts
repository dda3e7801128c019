import type { Candidate } from '@errata/protocol/proposal';
import type { VerifyContext } from '../verify/context.ts';
import type { FrameworkName } from '../verify/frameworks/framework.ts';
import { screenNode } from './screen-node.ts';
import { screenPython } from './screen-python.ts';
import type { Screened, ScreenWay } from './screen-way.ts';
import type { Bench } from './workbench.ts';

const ways: Partial<Record<FrameworkName, (screened: Screened) => ScreenWay>> = {
  pytest: screenPython,
  mocha: screenNode,
  'node:test': screenNode,
  jest: screenNode,
  vitest: screenNode,
  ava: screenNode,
};

/**
 * Sorts out candidates that do not pass the reproduction, many in one run of the sandbox. What comes through is not
 * proven by that: candidates of a batch share a workspace, so each is still tried alone.
 */
export class Screen {
  readonly #context: VerifyContext;
  readonly #way: ScreenWay;

  private constructor(context: VerifyContext, way: ScreenWay) {
    this.#context = context;
    this.#way = way;
  }

  /** Undefined where there is no reproduction, or its framework cannot be made to run many candidates. */
  static for({ context, reproduction }: Pick<Bench, 'context' | 'reproduction'>): Screen | undefined {
    if ('reason' in reproduction) return undefined;
    const { plan, test } = reproduction;
    const way = ways[plan.framework]?.({ plan, test, workspace: context.workspace });
    return way && new Screen(context, way);
  }

  /** The candidates that may hold, and how many were looked at; all of them when the run itself failed. */
  async passing(
    candidates: readonly Candidate[],
    signal: AbortSignal,
  ): Promise<{ looked: number; passing: Candidate[] }> {
    const result = await this.#context.run(this.#way.spec(candidates), { signal });
    signal.throwIfAborted();
    const said = this.#way.read(result);
    if (said === undefined) return { looked: candidates.length, passing: [...candidates] };
    const { passes, ended } = said;
    const looked = ended ? candidates.filter(({ id }) => passes.has(id)) : candidates;
    return { looked: looked.length, passing: looked.filter(({ id }) => passes.get(id) ?? true) };
  }
}
