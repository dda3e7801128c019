"""A pytest plugin that writes down how each test ended, with the traceback as the interpreter prints it."""

import json
import os
import traceback

import pytest


def pytest_configure(config):
    config.errata_outcomes = open(os.environ["ERRATA_OUTCOMES"], "w", encoding="utf-8")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when != "call":
        return
    written = {"test": item.nodeid, "passed": outcome.get_result().passed}
    if call.excinfo is not None:
        error = call.excinfo.value
        # What stands before the test's own file is the test runner's.
        inner = call.excinfo.traceback.cut(path=item.path)
        text = traceback.format_exception(type(error), error, inner[0]._rawentry)
        written["text"] = "".join(text)[:60000]
    item.config.errata_outcomes.write(json.dumps(written) + "\n")
    item.config.errata_outcomes.flush()
