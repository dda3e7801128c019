"""Entries from the exports of banks and card companies."""

import csv
import io

from ledger.errors import LedgerError
from ledger.money import parse_amount
from ledger.rules import suggest_account


def bank_entry(row):
    return {
        "date": row["Booking date"],
        "description": row["Text"].strip(),
        "amount": parse_amount(row["Amount"]),
    }


def card_entry(row):
    """Card companies list what was spent as positive amounts."""
    merchant = row["Merchant"].strip()
    city = row["City"].strip()
    return {
        "date": row["Date"],
        "text": f"{merchant}, {city}" if city else merchant,
        "amount": -parse_amount(row["Charged"]),
    }


LAYOUTS = {"bank": bank_entry, "card": card_entry}


def import_text(text, layout):
    """The entries in an export, oldest first, each with the account that it likely belongs to."""
    if layout not in LAYOUTS:
        raise LedgerError(f"There is no layout {layout!r}; there are {', '.join(LAYOUTS)}")
    entries = []
    for row in csv.DictReader(io.StringIO(text)):
        entry = LAYOUTS[layout](row)
        entry["account"] = suggest_account(entry)
        entries.append(entry)
    return sorted(entries, key=lambda entry: entry["date"])
