import { pythonPutScript } from '../verify/python-put-script.ts';

/**
 * Runs one test file on many candidates in turn: pytest is loaded once and forked for each, in the same workspace, whose files are
 * put back in between. Takes the folder of its inputs, then pytest's own arguments.
 */
export const screenPythonScript = `import gc, importlib, json, os, signal, sys, time
# As with \`-m pytest\`: modules beside the tests' folder are found.
sys.path[0] = os.getcwd()
import pytest, _pytest.config, importlib.metadata, difflib, pdb, platform, tempfile, unittest

# Whatever pytest would load later, each fork would load again.
for name in _pytest.config.default_plugins:
    importlib.import_module('_pytest.' + name)
gc.collect()
gc.freeze()

folder, root, args = sys.argv[1], sys.argv[2], sys.argv[3:]
with open(os.path.join(folder, 'candidates.json')) as given:
    asked = json.load(given)
report = os.environ['ERRATA_REPORT']
until = time.monotonic() + asked['seconds']
answers = {}

${pythonPutScript}
def run():
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os._exit(int(pytest.main([*args, '--tb=no'])))

def wait(child, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG)[0]:
            return
        time.sleep(0.004)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)

def told():
    try:
        with open(report) as text:
            cases = json.load(text)
    except ValueError:
        return None
    return [{'name': case['name'], 'status': case['status']} for case in cases]

for candidate in asked['candidates']:
    if time.monotonic() > until:
        break
    put(candidate['after'])
    put({os.path.relpath(report, root): ''})
    child = os.fork()
    if child == 0:
        try:
            run()
        finally:
            os._exit(99)
    wait(child, asked['each'])
    answers[candidate['id']] = told()
    put(candidate['before'])

with open(os.path.join(folder, 'answers.json'), 'w') as out:
    json.dump(answers, out)
`;
