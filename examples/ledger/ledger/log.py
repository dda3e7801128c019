"""Log set-up: one line per record, tracebacks with the local variables of each frame."""

import logging
import os
import traceback


class LocalsFormatter(logging.Formatter):
    def formatException(self, ei):
        return "".join(traceback.TracebackException(*ei, capture_locals=True).format()).rstrip("\n")


def set_up():
    release = os.environ.get("LEDGER_RELEASE", "unreleased")
    handler = logging.FileHandler(os.environ.get("LEDGER_LOG", "ledger.log"), encoding="utf-8")
    # A release may come with percent signs; in a format they would be fields.
    shown = release.replace("%", "%%")
    handler.setFormatter(LocalsFormatter(f"%(asctime)s %(levelname)s %(name)s release={shown} %(message)s"))
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    return handler
