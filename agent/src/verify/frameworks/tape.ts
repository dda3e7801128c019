import { localBinary } from '../project.ts';
import { scriptCommands } from '../script.ts';
import { commandPlan } from './command.ts';
import type { PlanInput, TestPlan } from './framework.ts';

/**
 * The plan for a project whose test script runs tape, which prints what it finds as it goes. A test by itself is run with
 * Node's own runner, by the plan `single`: tape's tests are programs.
 */
export async function tapePlan(
  { context, project }: PlanInput,
  single: TestPlan | undefined,
): Promise<TestPlan | undefined> {
  const commands = scriptCommands(project.manifest?.scripts ?? {}, 'test');
  const words = commands.find(({ words: [program] }) => program === 'tape')?.words;
  const script = words && (await localBinary(context, project.folder, 'tape'));
  if (words === undefined || script === undefined) return undefined;
  const command = ['node', script, ...words.slice(1)].map(quoted).join(' ');
  const inside = project.folder === '' ? command : `cd ${quoted(project.folder)} && ${command}`;
  return commandPlan(context, inside, { project, plan: single });
}

/** A word for `sh`, as it stands. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
