import { pythonPutScript } from '../python-put-script.ts';

/**
 * Loaded into the process of the tests: notes what they call the watched functions with, and at its end runs every version of
 * the program on those inputs and on mutations of them, each version in a process of its own.
 */
export const pythonObserver = `import atexit, collections, gc, importlib, inspect, io, json, os, pickle, random
import resource, select, signal, sys, time, unittest
from errata_values import Long, canonical, copied, made, short

# Programs that the tests start are not watched.
with open(os.environ.pop('ERRATA_BEHAVIOUR', os.devnull)) as given:
    asked = json.loads(given.read() or '{"root": "", "targets": []}')
root = asked['root'] + '/'
own_process = os.getpid()
targets = asked['targets']
at_line = {}
for number, target in enumerate(targets):
    for line in range(target['first'], target['last'] + 1):
        at_line[root + target['path'], target['name'].split('.')[-1], line] = number

most_calls = 4000
most_noted = 40
longest_noting = 3.0
call_seconds = 0.1
most_memory = 512 * 1024 * 1024
# Where some calls hang, others will: they get less time each.
patient_with = 3
impatient_seconds = 0.02

failed = set()
noted = {}
modules = {}
uncopied = collections.Counter()
test = ''
depth = 0
calls = 0
spent = 0.0

def arguments(frame):
    code, given = frame.f_code, frame.f_locals
    names = code.co_varnames
    plain = code.co_argcount
    keys = plain + code.co_kwonlyargcount
    args = [given[name] for name in names[:plain]]
    kwargs = {name: given[name] for name in names[plain:keys]}
    if code.co_flags & inspect.CO_VARARGS:
        args += given[names[keys]]
        keys += 1
    if code.co_flags & inspect.CO_VARKEYWORDS:
        kwargs.update(given[names[keys]])
    return args, kwargs

def note(frame, event, arg):
    global depth, calls, spent
    code = frame.f_code
    number = at_line.get((code.co_filename, code.co_name, code.co_firstlineno))
    if number is None:
        return
    if event == 'return':
        depth -= 1
    if event != 'call':
        return
    depth += 1
    calls += 1
    if calls > most_calls or spent > longest_noting:
        sys.setprofile(None)
        return
    began = time.perf_counter()
    try:
        modules[number] = frame.f_globals.get('__name__')
        given = copied(arguments(frame))
        known = noted.setdefault((number, depth > 1), {})
        if given in known or len(known) < most_noted * 4:
            known.setdefault(given, set()).add(test)
    except Exception:
        uncopied[number] += 1
    spent += time.perf_counter() - began

def passing(seen):
    return any(each not in failed for each in seen)

def chosen():
    """What is called from outside comes before what the function calls itself with, and tests that pass before those that fail."""
    inputs = []
    for number in range(len(targets)):
        for inner in (False, True):
            groups = {True: [], False: []}
            for given, seen in noted.get((number, inner), {}).items():
                groups[passing(seen)].append(given)
            room = most_noted if not inner else most_noted // 2
            for passed, group in groups.items():
                inputs += [(number, passed, False, given) for given in group[:room]]
    return inputs

class DidNotEnd(BaseException):
    pass

def expired(*_):
    raise DidNotEnd()

def outcome(call, given, seconds):
    args, kwargs = pickle.loads(given)
    random.seed(7)
    printed = io.StringIO()
    sys.stdout = sys.stderr = printed
    for kind in (signal.SIGVTALRM, signal.SIGALRM):
        signal.signal(kind, expired)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    signal.setitimer(signal.ITIMER_REAL, seconds * 10)
    try:
        before = canonical([args, kwargs])
        answer = call(*args, **kwargs)
        if inspect.iscoroutine(answer):
            import asyncio
            answer = asyncio.run(answer)
        elif hasattr(answer, '__next__'):
            answer = [each for each, _ in zip(answer, range(300))]
        said = 'gives ' + canonical(answer)
        after = canonical([args, kwargs])
        if after != before:
            said += ' and leaves ' + after
    except (DidNotEnd, RecursionError, MemoryError, Long):
        return 'does not end'
    except BaseException as error:
        return 'raises ' + type(error).__name__
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
    if printed.getvalue():
        said += ' and prints ' + repr(printed.getvalue())
    return short(said)

def apart(work, seconds):
    """What a process of its own yields until it ends, dies or takes too long."""
    source, target = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setpgid(0, 0)
            os.close(source)
            nothing = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nothing, stream)
            with open(target, 'wb') as out:
                for answer in work():
                    pickle.dump(answer, out)
                    out.flush()
        finally:
            os._exit(0)
    os.close(target)
    parts = []
    end = time.monotonic() + seconds
    while True:
        ready = select.select([source], [], [], max(0, end - time.monotonic()))[0]
        part = os.read(source, 65536) if ready else b''
        if not part:
            break
        parts.append(part)
    os.close(source)
    try:
        os.killpg(child, signal.SIGKILL)
    except OSError:
        pass
    os.waitpid(child, 0)
    told = io.BytesIO(b''.join(parts))
    answers = []
    while True:
        try:
            answers.append(pickle.load(told))
        except Exception:
            return answers

${pythonPutScript}
def fresh():
    """Forgets the modules of the program, so that they are loaded as they are now."""
    for name, module in list(sys.modules.items()):
        file = getattr(module, '__file__', None) or ''
        own = file.startswith(root) and not any(part in file for part in ('/site-packages/', '/.errata/', '/conftest.py'))
        if own and name != '__main__':
            del sys.modules[name]
    importlib.invalidate_caches()

def callee(number):
    found = importlib.import_module(modules[number])
    for name in targets[number]['name'].split('.'):
        found = inspect.getattr_static(found, name)
    for inside in ('__func__', 'fget', 'func', '__wrapped__'):
        found = getattr(found, inside, found)
    if found.__code__.co_name != targets[number]['name'].split('.')[-1]:
        raise LookupError(targets[number]['name'])
    return found

def keep_memory():
    with open('/proc/self/statm') as text:
        used = int(text.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + most_memory, resource.RLIM_INFINITY))

def calling(callees, inputs, seconds):
    """One outcome after the other; behind a call that was cut off nothing can be said of this process."""
    for number, _, _, given in inputs:
        said = outcome(callees[number], given, seconds)
        yield said
        if said == 'does not end':
            return

def answers(inputs, seconds):
    """The outcomes of one version, as far as the time for it goes."""
    until = time.monotonic() + seconds
    fresh()
    callees = {number: callee(number) for number in {each[0] for each in inputs}}
    keep_memory()
    gc.freeze()
    found = []
    hung = 0
    while len(found) < len(inputs) and time.monotonic() < until:
        limit = call_seconds if hung < patient_with else impatient_seconds
        rest = inputs[len(found):]
        more = apart(lambda: calling(callees, rest, limit), until - time.monotonic())
        found += more or ['does not end']
        hung += 1
    yield found

def load(inputs):
    fresh()
    first = made(inputs, asked['literals'], asked['inputs'])
    yield from first
    yield from made(inputs + first, asked['literals'], asked['inputs'] - len(first))

def observe():
    if os.getpid() != own_process:
        return
    sys.setprofile(None)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    inputs = [each for each in chosen() if modules.get(each[0]) not in (None, '__main__')]
    until = time.monotonic() + asked['seconds']
    left = len(asked['versions'])

    def share():
        return max(0, until - time.monotonic()) / left

    inputs += apart(lambda: load(inputs), share()) if inputs else []
    told = {
        'inputs': [{'target': number, 'passing': passed, 'made': new} for number, passed, new, _ in inputs],
        'uncopied': [uncopied[number] for number in range(len(targets))],
        'outcomes': {},
    }
    for version in asked['versions'] if inputs else ():
        seconds = share()
        left -= 1
        put(version['files'])
        said = apart(lambda: answers(inputs, seconds), seconds + 3)
        told['outcomes'][version['id']] = said[0] if said else []
        put(version['before'])
    with open(asked['told'], 'w') as out:
        json.dump(told, out)

try:
    import pytest
except ImportError:
    pass
else:
    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_call(item):
        global test, depth
        test, depth = item.nodeid, 0
        yield
        test = ''

    def pytest_runtest_logreport(report):
        if report.failed:
            failed.add(report.nodeid)

def call_test(case, method, inner=getattr(unittest.TestCase, '_callTestMethod', None)):
    global test, depth
    test, depth = case.id(), 0
    try:
        return inner(case, method)
    except BaseException:
        failed.add(case.id())
        raise
    finally:
        test = ''

if targets:
    if hasattr(unittest.TestCase, '_callTestMethod'):
        unittest.TestCase._callTestMethod = call_test
    atexit.register(observe)
    sys.setprofile(note)
`;
