/**
 * The plugin for pytest that ends tests which hang, as an exception where they were, and notes which lines each test runs.
 * What it raises is no `Exception`, so that the program does not catch it.
 */
export const watchPlugin = `import json, os, signal, sys
import pytest

seconds = float(os.environ['ERRATA_TEST_SECONDS'])
root = os.environ['ERRATA_ROOT'] + '/'
target = os.environ.get('ERRATA_LINES')
noted = {}
failed = set()
hung = 0
most_hung = 2

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

    def enter(frame, event, arg):
        name = frame.f_code.co_filename
        if not is_own(name):
            return None
        lines = ran.setdefault(name[len(root):], set())

        def line(frame, event, arg):
            if event == 'line':
                lines.add(frame.f_lineno)
            return line

        return line

    before = signal.signal(signal.SIGALRM, expired)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    if target:
        sys.settrace(enter)
    yield
    if target:
        sys.settrace(None)
        noted[item.nodeid] = ran
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)
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
                        'lines': {file: sorted(lines) for file, lines in ran.items()},
                    }
                    for test, ran in noted.items()
                ],
                out,
            )
`;
