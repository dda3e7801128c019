import { inFolder } from '../project.ts';
import type { PlanInput, TestPlan } from './framework.ts';
import { chainFunction, interpreter, parsePythonReport, pythonEnvironment, pythonReport } from './python.ts';
import { pythonTestFiles } from './test-files.ts';

const runnerFile = '.errata/unittest_report.py';

/**
 * Loads test files the way `unittest discover` does, and writes what came out as JSON. Plain test functions and classes,
 * as pytest has them, are run too where they need no fixtures: better than no tests where pytest is not there.
 */
const runner = `import importlib, inspect, json, os, sys, traceback, unittest

root = os.getcwd()
sys.path[:] = [p for p in sys.path if os.path.basename(p) != '.errata']
sys.path.insert(0, root)
report = sys.argv[1]
cases = []

${chainFunction}
class Result(unittest.TestResult):
    def note(self, test, status, failure=None):
        module = getattr(test, 'module', None) or sys.modules.get(type(test).__module__)
        entry = {'name': test.id(), 'status': status, 'file': getattr(module, '__file__', None)}
        if failure is not None:
            entry['error'] = ''.join(traceback.format_exception(*failure))
            entry['exceptions'] = chain(failure[1])
        cases.append(entry)
    def addSuccess(self, test):
        self.note(test, 'passed')
    def addError(self, test, failure):
        self.note(test, 'failed', failure)
    def addFailure(self, test, failure):
        self.note(test, 'failed', failure)
    def addSkip(self, test, reason):
        self.note(test, 'skipped')
    def addExpectedFailure(self, test, failure):
        self.note(test, 'passed')
    def addUnexpectedSuccess(self, test):
        self.note(test, 'failed')
    def addSubTest(self, test, subtest, failure):
        if failure is not None:
            self.note(subtest, 'failed', failure)

class Plain(unittest.FunctionTestCase):
    def __init__(self, call, name, module, prepare=None):
        super().__init__(call, setUp=prepare)
        self.name, self.module = name, module
    def id(self):
        return self.module.__name__ + '.' + self.name

def own(module, thing):
    return getattr(thing, '__module__', None) == module.__name__

def free(call):
    try:
        return not inspect.signature(call).parameters and not inspect.iscoroutinefunction(call) and not hasattr(call, 'pytestmark')
    except (TypeError, ValueError):
        return False

def plain(module):
    for name, thing in sorted(vars(module).items()):
        if name.startswith('test') and inspect.isfunction(thing) and own(module, thing) and free(thing):
            yield Plain(thing, name, module)
        if not (name.startswith('Test') and inspect.isclass(thing) and own(module, thing)):
            continue
        if issubclass(thing, unittest.TestCase) or thing.__init__ is not object.__init__:
            continue
        for method in sorted(dir(thing)):
            case = thing()
            call = getattr(case, method)
            prepare = getattr(case, 'setup_method', None)
            if method.startswith('test') and callable(call) and free(call) and (prepare is None or free(prepare)):
                yield Plain(call, name + '.' + method, module, prepare)

loader = unittest.TestLoader()
suite = unittest.TestSuite()
for path in sys.argv[2:]:
    folder = os.path.dirname(path)
    package = folder
    while package and os.path.exists(os.path.join(package, '__init__.py')):
        package = os.path.dirname(package)
    top = os.path.abspath(package)
    if top not in sys.path:
        sys.path.insert(0, top)
    name = os.path.splitext(os.path.relpath(os.path.abspath(path), top))[0].replace(os.sep, '.')
    try:
        module = importlib.import_module(name)
        suite.addTests(loader.loadTestsFromModule(module))
        suite.addTests(plain(module))
    except BaseException as error:
        cases.append({'name': name + ' (loads)', 'status': 'failed', 'file': os.path.abspath(path),
                      'error': ''.join(traceback.format_exception(error)), 'exceptions': chain(error)})
suite.run(Result())
with open(report, 'w') as out:
    json.dump(cases, out)
`;

/** The plan for a project whose tests are `unittest` classes. */
export async function unittestPlan({ context, project }: PlanInput): Promise<TestPlan> {
  const testFiles = pythonTestFiles(project);
  const python = await interpreter(context, project);
  const env = pythonEnvironment(project);
  const report = inFolder(project.folder, pythonReport);
  const prefix = project.folder === '' ? 0 : project.folder.length + 1;
  return {
    framework: 'unittest',
    project,
    testFiles,
    invocation: only => ({
      files: new Map([
        [inFolder(project.folder, runnerFile), runner],
        [report, ''],
      ]),
      command: [
        python,
        '-B',
        runnerFile,
        pythonReport,
        ...(only ?? testFiles).map(file => file.slice(prefix)),
      ],
      cwd: project.folder,
      env,
      collect: [report],
    }),
    read: result => parsePythonReport(result.artefacts.get(report), context.workspace),
  };
}
