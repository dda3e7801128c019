"""A pytest plugin that writes down how each test ended, with the traceback as the interpreter prints it and the
variables as Sentry's SDK would send them."""

import json
import os
import traceback
from collections.abc import Mapping, Sequence, Set

import pytest

# What the SDK keeps of a frame.
DEPTH, BREADTH, LENGTH = 5, 10, 1024
TEXTS = (str, bytes, bytearray, memoryview)


def pytest_configure(config):
    config.errata_outcomes = open(os.environ["ERRATA_OUTCOMES"], "w", encoding="utf-8")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when != "call":
        return
    written = {
        "test": item.nodeid,
        "passed": outcome.get_result().passed,
        "file": str(item.path),
        "title": getattr(item, "originalname", None) or item.name,
    }
    if call.excinfo is not None:
        error = call.excinfo.value
        # What stands before the test's own file is the test runner's.
        inner = call.excinfo.traceback.cut(path=item.path)
        text = traceback.format_exception(type(error), error, inner[0]._rawentry)
        written["text"] = "".join(text)[:60000]
        written["captured"] = captured(error, inner[0]._rawentry)
    item.config.errata_outcomes.write(json.dumps(written) + "\n")
    item.config.errata_outcomes.flush()


def captured(error, entry):
    """Of the exceptions in the order in which they are printed: each after those that led to it."""
    chain = []
    while error is not None and len(chain) < 10:
        chain.append((error, entry))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        entry = error and error.__traceback__
    frames = []
    for _, entry in reversed(chain):
        while entry is not None:
            values = serialized(dict(entry.tb_frame.f_locals), DEPTH)
            frames.append(
                {"file": entry.tb_frame.f_code.co_filename, "line": entry.tb_lineno, "variables": values}
            )
            entry = entry.tb_next
    return frames[-60:]


def serialized(value, depth):
    try:
        if depth > 0 and isinstance(value, Mapping):
            return {str(key): serialized(value[key], depth - 1) for key in list(value)[:BREADTH]}
        if depth > 0 and isinstance(value, (Sequence, Set)) and not isinstance(value, TEXTS):
            return [serialized(item, depth - 1) for item in list(value)[:BREADTH]]
        text = repr(value)
    except Exception:
        return "<broken repr>"
    return text if len(text) <= LENGTH else text[: LENGTH - 3] + "..."
