import { declares, inFolder, localBinary, relativeTo } from '../project.ts';
import { scriptCommands, splitOptions, withoutOptions } from '../script.ts';
import { type PlanInput, reportFile, type TestPlan } from './framework.ts';
import { parseJestReport } from './jest-report.ts';
import { javascriptTestFiles } from './test-files.ts';

const takesValue = new Set(
  '--config -c --testPathPattern --testPathPatterns -t --testNamePattern --maxWorkers -w --env --rootDir --roots --reporters --coverageDirectory --setupFiles --testTimeout --selectProjects --shard --outputFile'.split(
    ' ',
  ),
);
const unwanted =
  '--watch --watchAll --coverage --coverageDirectory --reporters --outputFile --json --testPathPattern --testPathPatterns --bail --shard --notify --onlyChanged -o --verbose --maxWorkers -w --silent --ci'.split(
    ' ',
  );

/** The plan for a project that uses jest with its own options; undefined when it does not, or when it is not installed. */
export async function jestPlan({ context, project }: PlanInput): Promise<TestPlan | undefined> {
  const used = scriptCommands(project.manifest?.scripts ?? {}, 'test').find(command =>
    command.words.some(word => /(?:^|\/)jest(?:\.js)?$/.test(word)),
  );
  const configured = project.files.some(file =>
    /^jest\.config\.[^/]+$/.test(relativeTo(project.folder, file)),
  );
  if (used === undefined && !configured && !declares(project, 'jest')) return undefined;
  const binary = await localBinary(context, project.folder, 'jest');
  if (binary === undefined) return undefined;
  const words = used?.words ?? [];
  const at = words.findIndex(word => /(?:^|\/)jest(?:\.js)?$/.test(word));
  const nodeOptions = words[0] === 'node' ? words.slice(1, at) : [];
  const { options, operands } = splitOptions(words.slice(at + 1), takesValue);
  const kept = withoutOptions(options, ...unwanted);
  const report = inFolder(project.folder, reportFile);
  return {
    framework: 'jest',
    project,
    testFiles: javascriptTestFiles(project),
    invocation: only => ({
      files: new Map([[report, '']]),
      command: [
        ...['node', ...nodeOptions, binary, ...kept],
        ...['--json', `--outputFile=${reportFile}`, '--ci', '--coverage=false'],
        ...(only
          ? ['--runInBand', '--runTestsByPath', ...only.map(file => relativeTo(project.folder, file))]
          : operands),
      ],
      cwd: project.folder,
      env: { ...used?.env },
      collect: [report],
    }),
    read: result => parseJestReport(result.artefacts.get(report), context.workspace),
  };
}
