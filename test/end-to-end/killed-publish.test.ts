import assert from 'node:assert/strict';
import type { Passing } from '../process/gate.ts';
import { type Death, git, Machine, type Step } from './publishing-machine.ts';

/** Whether a request changes something on the other side. */
function changes({ method, path }: Passing): boolean {
  return method !== 'GET' && !path.endsWith('/git-upload-pack');
}

/**
 * All moments at which something else is the case than at the one before. An agent keeps nothing: before a change is after the last
 * one, unless it did something of its own in between, or git did.
 */
function momentsOf(steps: readonly Step[], of: Death['of']): Death[] {
  return steps.flatMap((step, index) => {
    const at = index + 1;
    const previous = steps[index - 1];
    if (!changes(step) || (of === 'log center' && step.to !== of)) return [];
    const isSame = of === 'agent' && previous?.to === step.to && changes(previous);
    return isSame
      ? [{ of, at, phase: 'after' } as const]
      : [{ of, at, phase: 'before' } as const, { of, at, phase: 'after' } as const];
  });
}

describe('publishing that is killed at every step', function () {
  this.timeout(600_000);
  let machines: Machine[];
  let steps: Step[];

  before(async () => {
    machines = [await Machine.start(), await Machine.start()];
    [steps = []] = await Promise.all(
      machines.map(async machine => {
        const issue = await machine.awaiting();
        const { steps } = await machine.publish(issue);
        await demandOne(machine, issue);
        return steps;
      }),
    );
  });
  after(async () => {
    for (const machine of machines) await machine[Symbol.asyncDispose]();
  });

  /** Exactly one branch, pull request, set of labels, question for a review; one run, which has ended; and nothing else. */
  async function demandOne({ client, forge }: Machine, issue: string): Promise<void> {
    const prefix = `errata/${issue.toLowerCase()}-`;
    const names = await git(forge.folder, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/errata/');
    const branches = names.split('\n').filter(name => name.startsWith(prefix));
    const pulls = forge.pullRequests().filter(({ from }) => from.branch.startsWith(prefix));
    assert.deepEqual([branches.length, pulls.length], [1, 1]);
    const [pull] = pulls;
    assert.deepEqual(
      pull?.labels.map(({ name }) => name),
      ['errata', 'errata: error'],
    );
    assert.deepEqual(
      pull.reviewers.map(({ login }) => login),
      ['bob'],
    );
    assert.equal(pull.talk.length, 0);
    const { issue: ended, runs } = await client.issue(issue);
    assert.equal(ended.status, 'PENDING_REVIEW');
    assert.deepEqual(
      runs.map(({ stage, lease }) => [stage, lease]),
      [['published', 'ended']],
    );
    const [followed, ...others] = await client.follow.pullRequests({ issue });
    assert.deepEqual([followed?.number, followed?.head, others.length], [pull.number, pull.head, 0]);
  }

  async function dieAt(deaths: readonly Death[]): Promise<void> {
    const left = [...deaths];
    await Promise.all(
      machines.map(async machine => {
        for (let death = left.shift(); death !== undefined; death = left.shift()) {
          const issue = await machine.awaiting();
          const step = steps[death.at - 1];
          try {
            const { finished } = await machine.publish(issue, death);
            assert.equal(finished.code, 0, finished.stderr);
            const { published } = JSON.parse(finished.stdout);
            assert.equal(published.notes, undefined);
            await demandOne(machine, issue);
          } catch (error) {
            const where = `${death.phase} ${step?.method} ${step?.path} (to the ${step?.to})`;
            left.length = 0;
            throw new Error(`The ${death.of} was killed ${where}: ${error}`, { cause: error });
          }
        }
      }),
    );
  }

  it('is seen in all its steps', () => {
    const told = steps.map(({ to, method, path }) => `${to} ${method} ${path}`);
    for (const step of [
      /^log center POST .*\/decisions$/,
      /^forge POST .*\/git-receive-pack$/,
      /^forge POST .*\/pulls$/,
      /^forge POST .*\/labels$/,
      /^forge POST .*\/requested_reviewers$/,
      /^log center PUT \/api\/v1\/effects$/,
      /^log center POST .*\/pull-requests$/,
      /^log center POST .*\/end$/,
    ])
      assert.ok(
        told.some(line => step.test(line)),
        `${step}\n${told.join('\n')}`,
      );
  });

  it('does everything once when the agent dies, and is started again', () =>
    dieAt(momentsOf(steps, 'agent')));

  it('does everything once when the log center dies, and comes back', () =>
    dieAt(momentsOf(steps, 'log center')));
});
