"""The command line."""

import argparse
import json
import logging
import sys

from ledger import importers, log, posting, report
from ledger.errors import LedgerError
from ledger.money import format_amount

logger = logging.getLogger("ledger.cli")


def read_entries(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def run_import(args):
    with open(args.file, encoding="utf-8", newline="") as file:
        text = file.read()
    print(json.dumps(importers.import_text(text, args.layout), indent=2))


def run_post(args):
    for name, balance in posting.post_all(read_entries(args.file)).items():
        print(f"{name:<12}{format_amount(balance):>12}")


def run_report(args):
    print("\n".join(report.month_report(read_entries(args.file), args.month)))


def parser():
    top = argparse.ArgumentParser(prog="ledger", description="Bookkeeping from bank exports.")
    commands = top.add_subparsers(dest="command", required=True)

    command = commands.add_parser("import", help="read an export of a bank or card company")
    command.add_argument("file")
    command.add_argument("--layout", default="bank")
    command.set_defaults(run=run_import)

    command = commands.add_parser("post", help="book entries and print the balances")
    command.add_argument("file")
    command.set_defaults(run=run_post)

    command = commands.add_parser("report", help="sum a month up")
    command.add_argument("file")
    command.add_argument("--month", required=True)
    command.set_defaults(run=run_report)
    return top


def main(argv):
    args = parser().parse_args(argv)
    handler = log.set_up()
    try:
        args.run(args)
        return 0
    except (LedgerError, OSError) as error:
        print(f"ledger: {error}", file=sys.stderr)
        return 1
    except Exception:
        logger.exception("%s failed", args.command)
        print("ledger: something went wrong, see the log", file=sys.stderr)
        return 70
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
