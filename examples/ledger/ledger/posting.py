"""Books entries against the chart of accounts."""

from ledger.chart import CHART, find_account

# Whether money that comes in makes an account of this kind larger.
GROWS = {"asset": 1, "income": 1, "liability": -1, "expense": -1}


def post_entry(balances, date, name, amount):
    """Adds an amount to the balance of an account, with the sign that its kind gives it."""
    account = find_account(name)
    balances[account.name] = balances.get(account.name, 0) + GROWS[account.kind] * amount
    return account


def post_all(entries):
    """The balances by account, in the order of the chart; accounts without entries are left out."""
    balances = {}
    for entry in entries:
        post_entry(balances, entry["date"], entry["account"], entry["amount"])
    return {name: balances[name] for name in CHART if name in balances}
