import { inFolder } from '../project.ts';
import type { PlanInput, TestPlan } from './framework.ts';
import { configuredOptions, wantedOptions } from './pytest-options.ts';
import { chainFunction, interpreter, parsePythonReport, pythonEnvironment, pythonReport } from './python.ts';
import { pythonTestFiles } from './test-files.ts';
import { toxCommand } from './tox.ts';

const plugin = `import json, os, traceback
import pytest

cases = []

${chainFunction}
@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.excinfo is not None:
        outcome.get_result().user_properties.append(('errata', chain(call.excinfo.value)))

def pytest_runtest_logreport(report):
    if report.when != 'call' and report.passed:
        return
    entry = {'name': report.nodeid, 'status': report.outcome, 'file': os.path.abspath(report.fspath)}
    if report.failed:
        entry['error'] = report.longreprtext
        entry['exceptions'] = next((v for k, v in report.user_properties if k == 'errata'), None)
    cases.append(entry)

def pytest_collectreport(report):
    if report.failed:
        cases.append({'name': report.nodeid + ' (loads)', 'status': 'failed', 'error': report.longreprtext})

def pytest_sessionfinish(session):
    if hasattr(session.config, 'workerinput'):
        return
    with open(os.environ['ERRATA_REPORT'], 'w') as out:
        json.dump(cases, out)
`;

/** The plan for a project that uses pytest with its own configuration; undefined when pytest cannot be imported there. */
export async function pytestPlan({ context, project }: PlanInput): Promise<TestPlan | undefined> {
  const python = await interpreter(context, project);
  const probe = await context.run({
    files: new Map(),
    command: [python, '-c', 'import pytest'],
    cwd: project.folder,
    limits: { seconds: 20 },
  });
  if (probe.status !== 'exited' || probe.exitCode !== 0) return undefined;
  const testFiles = pythonTestFiles(project);
  const report = inFolder(project.folder, pythonReport);
  const path = ['.errata', pythonEnvironment(project)['PYTHONPATH']]
    .filter(part => part !== undefined)
    .join(':');
  const prefix = project.folder === '' ? 0 : project.folder.length + 1;
  const tox = await toxCommand({ context, project });
  const { options, operands } = wantedOptions(tox?.runner === 'pytest' ? tox.words : []);
  const configured = await configuredOptions({ context, project });
  return {
    framework: 'pytest',
    project,
    testFiles,
    invocation: only => ({
      files: new Map([
        [inFolder(project.folder, '.errata/errata_pytest.py'), plugin],
        [report, ''],
      ]),
      command: [
        ...[
          python,
          '-B',
          '-m',
          'pytest',
          '-p',
          'errata_pytest',
          '-p',
          'no:cacheprovider',
          '-q',
          '--continue-on-collection-errors',
        ],
        ...configured,
        ...options,
        ...(only?.map(file => file.slice(prefix)) ?? operands),
      ],
      cwd: project.folder,
      env: { ...tox?.env, PYTHONPATH: path, ERRATA_REPORT: `${context.workspace}/${report}` },
      collect: [report],
    }),
    read: result => parsePythonReport(result.artefacts.get(report), context.workspace),
  };
}

/** Whether the project says that it is tested with pytest, or its tests cannot run without. */
export async function wantsPytest({ context, project }: PlanInput): Promise<boolean> {
  for (const name of ['pytest.ini', 'conftest.py', 'tests/conftest.py']) {
    if (project.files.includes(inFolder(project.folder, name))) return true;
  }
  for (const name of ['pyproject.toml', 'setup.cfg', 'tox.ini', 'requirements-dev.txt', 'requirements.txt']) {
    if (/\bpytest\b/.test((await context.sources.read(inFolder(project.folder, name))) ?? '')) return true;
  }
  for (const file of pythonTestFiles(project).slice(0, 20)) {
    const text = (await context.sources.read(file)) ?? '';
    if (/^(?:import|from) pytest\b|^(?:async )?def test_/m.test(text)) return true;
  }
  return false;
}
