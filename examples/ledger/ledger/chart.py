"""The chart of accounts."""

from dataclasses import dataclass

from ledger.errors import LedgerError


@dataclass(frozen=True)
class Account:
    code: int
    name: str
    kind: str


CHART = {
    account.name: account
    for account in [
        Account(1000, "cash", "asset"),
        Account(1010, "bank", "asset"),
        Account(2000, "card", "liability"),
        Account(4000, "sales", "income"),
        Account(5000, "rent", "expense"),
        Account(5100, "travel", "expense"),
        Account(5200, "supplies", "expense"),
        Account(5900, "other", "expense"),
    ]
}

# Names that earlier versions of the books used.
RENAMED = {
    "office": "supplies",
    "stationery": "office",
    "trips": "travel",
    "revenue": "sales",
}


def find_account(name):
    """The account of that name, under the name it has today."""
    key = name.strip().lower()
    if key in CHART:
        return CHART[key]
    if key in RENAMED:
        find_account(RENAMED[key])
    else:
        raise LedgerError(f"There is no account {name!r}")


def accounts_of_kind(kind):
    return [account for account in CHART.values() if account.kind == kind]
