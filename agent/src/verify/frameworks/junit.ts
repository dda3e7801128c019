import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type { VerifyContext } from '../context.ts';
import { foldersAbove, inFolder, relativeTo } from '../project.ts';
import type { PlanInput, TestPlan } from './framework.ts';
import { parseJUnitXml } from './junit-xml.ts';
import { gatheringReports } from './report-script.ts';

const testFile =
  /(?:^|\/)src\/(?:test|\w{1,40}Test)\/.*\.java$|(?:^|\/)(?:Test[^/]*|[^/]*(?:Tests?|TestCase|Spec))\.java$/;

/**
 * The plan for a project built with Maven or Gradle: its tests through the build, which then is offline. A module is
 * tested from the root of its build, since what it needs of its neighbours is made there.
 */
export async function junitPlan({ context, project }: PlanInput): Promise<TestPlan | { reason: string }> {
  const present = new Set(await context.sources.list());
  const here = (name: string) => present.has(inFolder(project.folder, name));
  const maven = here('pom.xml');
  if (!maven && !here('build.gradle') && !here('build.gradle.kts'))
    return {
      reason: t('Tests of Java can be run through Maven or Gradle only, and the repository has neither.'),
    };
  const testFiles = project.files.filter(file => testFile.test(relativeTo(project.folder, file)));
  const root = maven ? await mavenRoot(context, project.folder) : gradleRoot(present, project.folder);
  const module_ = relativeTo(root, project.folder);
  const command = maven ? mavenCommand(module_) : gradleCommand(present, root, module_);
  const run = (only?: readonly string[]) => gatheringReports(root, command(only));
  const files = await context.sources.list();
  const byClass = new Map(testFiles.map(file => [className(file), file]));
  return {
    framework: maven ? 'Maven' : 'Gradle',
    project,
    testFiles,
    invocation(only) {
      const { report, ...rest } = run(only);
      return { ...rest, cwd: root, env: {}, collect: [report] };
    },
    read: result =>
      parseJUnitXml(result.artefacts.get(run().report), context.workspace, files)?.map(test => {
        const file = byClass.get((test.name.split(' › ')[0] ?? '').replace(/\$.*$/s, ''));
        return file === undefined ? test : { ...test, file };
      }),
  };
}

/** `com.shop.CartTest` of `src/test/java/com/shop/CartTest.java`. */
function className(file: string): string {
  const path = /(?:^|\/)src\/\w+\/java\/(.*)\.java$/.exec(file)?.[1] ?? posix.basename(file, '.java');
  return path.replaceAll('/', '.');
}

function mavenCommand(module_: string): (only?: readonly string[]) => string[] {
  return only => [
    ...['mvn', '--offline', '--batch-mode', '-Dstyle.color=never', 'test'],
    ...(module_ === '' ? [] : ['--projects', module_, '--also-make']),
    // A module with failing tests would keep those that need it from being tested; exceptions are read from the stacks.
    ...['-Dmaven.test.failure.ignore=true', '-DtrimStackTrace=false', '-DfailIfNoTests=false'],
    '-Dsurefire.failIfNoSpecifiedTests=false',
    ...(only ? [`-Dtest=${only.map(file => posix.basename(file, '.java')).join(',')}`] : []),
  ];
}

/** The outermost folder whose build leads to this one module by module. */
async function mavenRoot(context: VerifyContext, folder: string): Promise<string> {
  let root = folder;
  for (const above of folder === '' ? [] : foldersAbove(folder)) {
    const pom = (await context.sources.read(inFolder(above, 'pom.xml'))) ?? '';
    const modules = [...pom.matchAll(/<module>([^<]{1,300})<\/module>/g)].map(([, path = '']) =>
      posix.join(above, path.trim().replace(/\/pom\.xml$/, '')),
    );
    if (modules.includes(root)) root = above;
  }
  return root;
}

/** What the wrapper downloaded is shown where the wrapper does not look for it. */
const wrapperScript =
  'if [ -n "$ERRATA_GRADLE" ]; then exec "$ERRATA_GRADLE/bin/gradle" "$@"; else exec sh ./gradlew "$@"; fi';

function gradleCommand(
  present: ReadonlySet<string>,
  root: string,
  module_: string,
): (only?: readonly string[]) => string[] {
  const wrapper = present.has(inFolder(root, 'gradlew'));
  const task = module_ === '' ? '' : `:${module_.replaceAll('/', ':')}:`;
  return only => [
    ...(wrapper ? ['sh', '-c', wrapperScript, 'gradlew'] : ['gradle']),
    ...['--offline', '--no-daemon', '--continue', '--console=plain', '--no-build-cache'],
    // Tests that ran in the working folder before would be taken for done.
    ...[`${task}cleanTest`, `${task}test`],
    ...(only ?? []).flatMap(file => ['--tests', className(file)]),
  ];
}

function gradleRoot(present: ReadonlySet<string>, folder: string): string {
  const settings = ['settings.gradle', 'settings.gradle.kts'];
  const root = [folder, ...(folder === '' ? [] : foldersAbove(folder))].find(above =>
    settings.some(name => present.has(inFolder(above, name))),
  );
  return root ?? folder;
}
