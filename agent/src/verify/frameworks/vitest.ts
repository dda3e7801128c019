import { declares, inFolder, localBinary, relativeTo } from '../project.ts';
import { scriptCommands, splitOptions, withoutOptions } from '../script.ts';
import { type PlanInput, reportFile, type TestPlan } from './framework.ts';
import { parseJestReport } from './jest-report.ts';
import { javascriptTestFiles } from './test-files.ts';

const takesValue = new Set(
  '--config -c --root -r --dir --project --pool --environment -t --testNamePattern --reporter --outputFile --mode --testTimeout --shard'.split(
    ' ',
  ),
);
const unwanted =
  '--reporter --outputFile --watch -w --coverage --ui --bail --shard --changed --silent --pool --run'.split(
    ' ',
  );

/** The plan for a project that uses vitest with its own options; undefined when it does not, or when it is not installed. */
export async function vitestPlan({ context, project }: PlanInput): Promise<TestPlan | undefined> {
  const used = scriptCommands(project.manifest?.scripts ?? {}, 'test').find(command =>
    /(?:^|\/)vitest(?:\.mjs)?$/.test(command.words[0] ?? ''),
  );
  const configured = project.files.some(file =>
    /^vitest\.config\.[^/]+$/.test(relativeTo(project.folder, file)),
  );
  if (used === undefined && !configured && !declares(project, 'vitest')) return undefined;
  const binary = await localBinary(context, project.folder, 'vitest');
  if (binary === undefined) return undefined;
  const { options, operands } = splitOptions(used?.words.slice(1) ?? [], takesValue);
  const kept = withoutOptions(options, ...unwanted);
  const report = inFolder(project.folder, reportFile);
  return {
    framework: 'vitest',
    project,
    testFiles: javascriptTestFiles(project),
    invocation: only => ({
      files: new Map([[report, '']]),
      command: [
        ...['node', binary, 'run', ...kept, '--reporter=json', `--outputFile=${reportFile}`],
        // Threads cannot be watched from outside, and one file gains nothing from them.
        ...(only
          ? ['--pool=forks', ...only.map(file => relativeTo(project.folder, file))]
          : operands.filter(word => !['run', 'watch', 'dev'].includes(word))),
      ],
      cwd: project.folder,
      env: { ...used?.env },
      collect: [report],
    }),
    read: result => parseJestReport(result.artefacts.get(report), context.workspace),
  };
}
