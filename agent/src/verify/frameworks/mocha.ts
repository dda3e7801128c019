import { z } from 'zod';
import { declares, inFolder, installedFolder, isFile, localBinary, relativeTo } from '../project.ts';
import { scriptCommands, splitOptions, withoutOptions } from '../script.ts';
import { type PlanInput, reportFile, type TestCase, type TestPlan } from './framework.ts';
import { parseJson } from './report.ts';
import { fromWorkspace } from './stack.ts';
import { javascriptTestFiles, matching } from './test-files.ts';

const takesValue = new Set(
  '--require -r --config --package --timeout -t --slow -s --ui -u --extension --ignore --exclude --file --retries --jobs -j --grep -g --fgrep -f --loader --import --node-option -n --watch-files --watch-ignore --global --reporter -R --reporter-option --reporter-options -O --spec'.split(
    ' ',
  ),
);
const rcNames = [
  '.mocharc.js',
  '.mocharc.cjs',
  '.mocharc.yaml',
  '.mocharc.yml',
  '.mocharc.jsonc',
  '.mocharc.json',
];

/** The plan for a project that uses mocha with its own options; undefined when it does not, or when it is not installed. */
export async function mochaPlan({ context, project }: PlanInput): Promise<TestPlan | undefined> {
  const used = scriptCommands(project.manifest?.scripts ?? {}, 'test').find(command =>
    /(?:^|\/)_?mocha(?:\.c?js)?$/.test(command.words[0] ?? ''),
  );
  const present = new Set(project.files);
  const rc = rcNames.find(name => present.has(inFolder(project.folder, name)));
  if (used === undefined && rc === undefined && !declares(project, 'mocha')) return undefined;
  const binary = await localBinary(context, project.folder, 'mocha');
  if (binary === undefined) return undefined;
  const { options, operands } = splitOptions(used?.words.slice(1) ?? [], takesValue);
  const kept = withoutOptions(
    options,
    ...[
      '--reporter',
      '-R',
      '--reporter-option',
      '--reporter-options',
      '-O',
      '--watch',
      '-w',
      '--spec',
      '--parallel',
    ],
    ...[
      '--forbid-only',
      '--forbid-pending',
      '--bail',
      '-b',
      '--config',
      '--package',
      '--watch-files',
      '--jobs',
      '-j',
    ],
  );
  const specs = [
    ...operands,
    ...options.filter(([name]) => name === '--spec').map(([, value = '']) => value),
  ];
  const config = options.find(([name]) => name === '--config')?.[1] ?? rc;
  const module_ = project.manifest?.type === 'module';
  const extraConfig = await isFile(`${context.dir}/${inFolder(project.folder, 'package.json')}`);
  const mochaFolder = relativeTo(
    project.folder,
    (await installedFolder(context, project.folder, 'mocha')) ?? '',
  );
  const found = specs.length > 0 ? matching(project, specs) : [];
  const testFiles = found.length > 0 ? found : javascriptTestFiles(project);
  return {
    framework: 'mocha',
    project,
    testFiles,
    invocation(only) {
      const ownConfig = inFolder(project.folder, '.errata-mocharc.cjs');
      const report = inFolder(project.folder, reportFile);
      const files = new Map<string, string>();
      if (only) files.set(ownConfig, configWithoutSpecs(config, extraConfig, mochaFolder));
      const targets = only ? only.map(file => `./${relativeTo(project.folder, file)}`) : specs;
      return {
        files,
        command: [
          'node',
          binary,
          ...kept,
          ...(only
            ? ['--config', '.errata-mocharc.cjs', '--no-package']
            : config
              ? ['--config', config]
              : []),
          ...[
            '--reporter',
            'json',
            '--reporter-option',
            `output=${relativeTo(project.folder, report)}`,
            '--exit',
          ],
          ...targets,
        ],
        cwd: project.folder,
        env: { ...used?.env, ...(module_ ? {} : {}) },
        collect: [report],
      };
    },
    read: result => parseMocha(result.artefacts.get(inFolder(project.folder, reportFile)), context.workspace),
  };
}

/** Configured specs are added to the ones on the command line by mocha, so a run of one file needs a copy without them. */
function configWithoutSpecs(config: string | undefined, manifest: boolean, mochaFolder: string): string {
  const own =
    config === undefined
      ? '{}'
      : /\.c?js$/.test(config)
        ? `require('./${config}')`
        : `require(require.resolve('js-yaml', { paths: ['./${mochaFolder}'] })).load(require('node:fs').readFileSync(${JSON.stringify(config)}, 'utf8').replace(/^\\s*\\/\\/.*$/gm, ''))`;
  return [
    `const own = { ...${manifest ? "require('./package.json').mocha" : '{}'}, ...${own} };`,
    'delete own.spec;',
    'delete own.reporter;',
    'module.exports = own;',
    '',
  ].join('\n');
}

const testSchema = z.object({
  title: z.string(),
  fullTitle: z.string(),
  file: z.string().nullish(),
  err: z.object({ stack: z.string().optional(), message: z.string().optional() }).catch({}),
});
const reportSchema = z.object({
  passes: z.array(testSchema),
  failures: z.array(testSchema),
  pending: z.array(testSchema),
});

/** Reads mocha's JSON report; failed hooks count as failed tests. */
export function parseMocha(text: string | undefined, workspace: string): TestCase[] | undefined {
  const report = parseJson(reportSchema, text);
  if (report === undefined) return undefined;
  const cases = (tests: z.infer<typeof testSchema>[], status: TestCase['status']) =>
    tests.map(test => ({
      name: test.fullTitle,
      status,
      ...(test.file ? { file: fromWorkspace(workspace, test.file) } : {}),
      ...(status === 'failed' ? { error: test.err.stack ?? test.err.message ?? '' } : {}),
    }));
  return [
    ...cases(report.passes, 'passed'),
    ...cases(report.failures, 'failed'),
    ...cases(report.pending, 'skipped'),
  ];
}
