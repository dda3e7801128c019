"""Amounts are whole cents, so that sums are exact."""

import re

from ledger.errors import LedgerError

AMOUNT = re.compile(r"^(-?)(\d+)(?:[.,](\d{1,2}))?$")


def parse_amount(text):
    """The cents in an amount as banks write it: 12.50, 1 200,00 or -7."""
    match = AMOUNT.match(text.replace(" ", ""))
    if match is None:
        raise LedgerError(f"{text!r} is not an amount")
    sign, whole, cents = match.groups()
    value = int(whole) * 100 + int((cents or "0").ljust(2, "0"))
    return -value if sign else value


def format_amount(cents):
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"
