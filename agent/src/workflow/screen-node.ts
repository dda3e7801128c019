import { z } from 'zod';
import { type Invocation, ownFolder } from '../verify/frameworks/framework.ts';
import { parseJsonLines } from '../verify/frameworks/report.ts';
import { inFolder } from '../verify/project.ts';
import { screenNodeScript } from './screen-node-script.ts';
import { asked, nothingFailed, type Screened, type ScreenWay } from './screen-way.ts';

const lineSchema = z.union([
  z.object({
    id: z.string(),
    code: z.number().nullable(),
    seconds: z.number().nonnegative(),
    reports: z.record(z.string(), z.string()),
  }),
  z.object({ end: z.literal(true) }),
]);

/** Seconds for a batch, and at most for one candidate of it. */
const batchSeconds = 40;
const mostSeconds = 20;
/** How much longer than without it a candidate's run may take: so many seconds of the processor, and so many times as long. */
const atLeast = 0.5;
const slack = 3;

/**
 * The runner is started for each candidate: its exit code tells. The first batch runs the tests without one to know how
 * long that takes, and that they fail there, too.
 */
export function screenNode({ plan, test, workspace }: Screened): ScreenWay {
  const folder = inFolder(plan.project.folder, ownFolder);
  const answers = `${folder}/answers`;
  const { pace } = plan;
  const calls = plan.direct?.([test.path]) ?? [plan.invocation([test.path])];
  // With the lines noted the tests took longer than they will.
  const least = atLeast + 2 * (pace?.seconds ?? 0);
  // Of tests that hang nothing is to be learnt by waiting for them.
  let each = pace?.hangs ? least : undefined;
  return {
    spec: candidates => ({
      files: new Map([
        [test.path, test.after],
        ...calls.flatMap(({ files }) => [...files]),
        [`${folder}/screen.cjs`, screenNodeScript],
        [
          `${folder}/candidates.json`,
          JSON.stringify({
            seconds: batchSeconds,
            each: Math.min(mostSeconds, each ?? mostSeconds),
            measure: each === undefined,
            atLeast: least,
            slack,
            reports: calls.flatMap(({ collect }) => collect),
            calls: calls.map(({ command, cwd, env }: Invocation) => ({ command, cwd, env })),
            candidates: asked(candidates),
          }),
        ],
        [answers, ''],
      ]),
      command: ['node', `${workspace}/${folder}/screen.cjs`, `${workspace}/${folder}`, workspace],
      collect: [answers],
      limits: { seconds: batchSeconds + 2 * mostSeconds + 5 },
    }),
    read: result => {
      const lines = parseJsonLines(lineSchema, result.artefacts.get(answers) ?? '');
      const said = lines.flatMap(line => ('end' in line ? [] : line));
      const unfixed = said.find(({ id }) => id === '');
      if (unfixed?.code === 0 || said.length === 0) return undefined;
      if (unfixed !== undefined) each = least + slack * unfixed.seconds;
      const passes = said
        .filter(({ id }) => id !== '')
        .map(({ id, code, reports }) => [id, code === 0 || nothingFailed(plan, reports)] as const);
      return { passes: new Map(passes), ended: lines.some(line => 'end' in line) };
    },
  };
}
