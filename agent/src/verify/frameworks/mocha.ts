import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { installedPath, type VerifyContext } from '../context.ts';
import { declares, inFolder, installedFolder, isFile, localBinary, relativeTo } from '../project.ts';
import { scriptCommands, splitOptions, withoutOptions } from '../script.ts';
import { ownFolder, type PlanInput, type TestCase, type TestPlan } from './framework.ts';
import { mochaReporter } from './mocha-reporter.ts';
import { parseJsonLines } from './report.ts';
import { fromWorkspace } from './stack.ts';
import { javascriptTestFiles, matching } from './test-files.ts';

const takesValue = new Set(
  '--require -r --config --package --timeout -t --slow -s --ui -u --extension --ignore --exclude --file --retries --jobs -j --grep -g --fgrep -f --loader --import --node-option -n --watch-files --watch-ignore --global --reporter -R --reporter-option --reporter-options -O --spec'.split(
    ' ',
  ),
);
const reporterFile = `${ownFolder}/mocha-reporter.cjs`;
const linesFile = `${ownFolder}/report.jsonl`;
const ownConfig = '.errata-mocharc.cjs';
/** Since which mocha there is `--exit` (before it ended by itself), and `--config`. */
const exits = 4;
const configures = 6;
const versionSchema = z.looseObject({ version: z.string() });
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
  const package_ = await installedFolder(context, project.folder, 'mocha');
  if (package_ === undefined) return undefined;
  const major = await majorVersion(context, package_);
  const binary =
    (major < configures ? await localBinary(context, project.folder, 'mocha', '_mocha') : undefined) ??
    (await localBinary(context, project.folder, 'mocha'));
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
  const extraConfig = await isFile(`${context.dir}/${inFolder(project.folder, 'package.json')}`);
  const mochaFolder = relativeTo(project.folder, package_);
  const found = specs.length > 0 ? matching(project, specs) : [];
  const testFiles = found.length > 0 ? found : javascriptTestFiles(project);
  return {
    framework: 'mocha',
    project,
    testFiles,
    invocation(only) {
      const report = inFolder(project.folder, linesFile);
      const files = new Map([
        [inFolder(project.folder, reporterFile), mochaReporter],
        [report, ''],
      ]);
      const named = only && major >= configures;
      if (named)
        files.set(inFolder(project.folder, ownConfig), configWithoutSpecs(config, extraConfig, mochaFolder));
      return {
        files,
        command: [
          ...['node', binary, ...kept],
          ...(named ? ['--config', ownConfig, '--no-package'] : config ? ['--config', config] : []),
          ...['--reporter', `${context.workspace}/${inFolder(project.folder, reporterFile)}`],
          ...(major >= exits ? ['--exit'] : []),
          ...(only ? only.map(file => `./${relativeTo(project.folder, file)}`) : specs),
        ],
        cwd: project.folder,
        env: { ...used?.env, ERRATA_REPORT: `${context.workspace}/${report}` },
        collect: [report],
      };
    },
    read: result => parseMocha(result.artefacts.get(inFolder(project.folder, linesFile)), context.workspace),
  };
}

async function majorVersion(context: VerifyContext, package_: string): Promise<number> {
  const manifest = versionSchema.safeParse(
    JSON.parse(await readFile(installedPath(context, `${package_}/package.json`), 'utf8')),
  );
  return Number.parseInt(manifest.data?.version ?? '', 10) || exits;
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

const lineSchema = z.union([
  z.object({
    title: z.string(),
    file: z.string().optional(),
    status: z.enum(['passed', 'failed', 'skipped']),
    error: z.string().optional(),
  }),
  z.object({ end: z.literal(true) }),
]);

/** Reads the lines of our reporter; failed hooks count as failed tests. A run that did not come to its end has none. */
export function parseMocha(text: string | undefined, workspace: string): TestCase[] | undefined {
  const lines = parseJsonLines(lineSchema, text ?? '');
  if (!lines.some(line => 'end' in line)) return undefined;
  return lines.flatMap(line =>
    'end' in line
      ? []
      : {
          name: line.title,
          status: line.status,
          ...(line.file === undefined ? {} : { file: fromWorkspace(workspace, line.file) }),
          ...(line.error === undefined ? {} : { error: line.error }),
        },
  );
}
