/**
 * The plugin for pytest that ends tests which hang, as an exception where they were, and notes which lines each test runs.
 * What it raises is no `Exception`, so that the program does not catch it.
 */
export const watchPlugin = `import json, os, signal, sys, time
import pytest

seconds = float(os.environ['ERRATA_TEST_SECONDS'])
root = os.environ['ERRATA_ROOT'] + '/'
target = os.environ.get('ERRATA_LINES')
noted = {}
failed = set()
hung = 0
most_hung = 2
timers = ((signal.SIGVTALRM, signal.ITIMER_VIRTUAL), (signal.SIGALRM, signal.ITIMER_REAL))
# Of a function that is called again and again, of a long loop and of a long test, the beginning tells enough.
enough = 300
enough_lines = 20_000
enough_in_all = 200_000

class DidNotEnd(BaseException):
    pass

def expired(*_):
    global hung
    hung += 1
    raise DidNotEnd(f'The test did not end within {seconds:g} s')

def is_own(name):
    return name.startswith(root) and '/site-packages/' not in name and '/.errata/' not in name

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item):
    ran = {}

    entered = {}
    left_in_all = enough_in_all

    def enter(frame, event, arg):
        nonlocal left_in_all
        left_in_all -= 1
        if left_in_all < 0:
            sys.settrace(None)
            return None
        code = frame.f_code
        times = entered.get(code, 0)
        if times >= enough or not is_own(code.co_filename):
            return None
        entered[code] = times + 1
        lines = ran.setdefault(code.co_filename[len(root):], set())
        left = enough_lines

        def line(frame, event, arg):
            nonlocal left, left_in_all
            left_in_all -= 1
            if event == 'line':
                lines.add(frame.f_lineno)
                left -= 1
            return line if left > 0 else None

        return line

    # Busy machines slow tests down, and some wait for what never comes: both times count.
    for kind, _ in timers:
        signal.signal(kind, expired)
    # Where one test hangs, others will.
    limit = seconds if hung == 0 else min(seconds, 1)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    signal.setitimer(signal.ITIMER_REAL, limit * 4)
    began = time.process_time()
    hung_before = hung
    if target:
        sys.settrace(enter)
    yield
    if target:
        sys.settrace(None)
        took = None if hung > hung_before else time.process_time() - began
        noted[item.nodeid] = (ran, took)
    for kind, timer in timers:
        signal.setitimer(timer, 0)
        signal.signal(kind, signal.SIG_DFL)
    # More of the same would tell nothing new.
    if hung >= most_hung:
        item.session.shouldstop = 'Tests hang.'

def pytest_runtest_logreport(report):
    if report.failed:
        failed.add(report.nodeid)

def pytest_sessionfinish(session):
    if target:
        with open(target, 'w') as out:
            json.dump(
                [
                    {
                        'test': test,
                        'failed': test in failed,
                        'seconds': took,
                        'lines': {file: sorted(lines) for file, lines in ran.items()},
                    }
                    for test, (ran, took) in noted.items()
                ],
                out,
            )
`;
