import { z } from 'zod';
import { ownFolder } from '../verify/frameworks/framework.ts';
import { parseJson } from '../verify/frameworks/report.ts';
import { inFolder } from '../verify/project.ts';
import { screenPythonScript } from './screen-python-script.ts';
import { asked, nothingFailed, type Screened, type ScreenWay } from './screen-way.ts';

const answersSchema = z.record(
  z.string(),
  z.array(z.object({ name: z.string(), status: z.string() })).nullable(),
);

/** Seconds for a batch, and for one candidate of it. */
const batchSeconds = 40;
const candidateSeconds = 10;

/** pytest is loaded once, and forked for each candidate. */
export function screenPython({ plan, test, workspace }: Screened): ScreenWay {
  const invocation = plan.invocation([test.path]);
  const module = invocation.command.indexOf('-m');
  const [python = 'python3'] = invocation.command;
  const folder = inFolder(plan.project.folder, ownFolder);
  const answers = `${folder}/answers.json`;
  const [report = ''] = invocation.collect;
  return {
    spec: candidates => ({
      files: new Map([
        [test.path, test.after],
        ...invocation.files,
        [`${folder}/screen.py`, screenPythonScript],
        [
          `${folder}/candidates.json`,
          JSON.stringify({ seconds: batchSeconds, each: candidateSeconds, candidates: asked(candidates) }),
        ],
        [answers, ''],
      ]),
      command: [
        python,
        '-B',
        `${workspace}/${folder}/screen.py`,
        `${workspace}/${folder}`,
        workspace,
        ...invocation.command.slice(module + 2),
      ],
      cwd: invocation.cwd,
      env: invocation.env,
      collect: [answers],
      limits: { seconds: batchSeconds + candidateSeconds + 5 },
    }),
    read: result => {
      const said = parseJson(answersSchema, result.artefacts.get(answers));
      if (said === undefined) return undefined;
      const passes = Object.entries(said).map(
        ([id, tests]) => [id, nothingFailed(plan, { [report]: JSON.stringify(tests) })] as const,
      );
      return { passes: new Map(passes), ended: true };
    },
  };
}
