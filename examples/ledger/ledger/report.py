"""Sums a month up."""

from ledger.money import format_amount


def in_month(entries, month):
    return [entry for entry in entries if entry["date"].startswith(month)]


def totals(amounts):
    """What came in, what went out and what is left of it."""
    income = sum(amount for amount in amounts if amount > 0)
    spent = -sum(amount for amount in amounts if amount < 0)
    return {"income": income, "spent": spent, "left": income - spent}


def largest(amounts):
    return max((abs(amount) for amount in amounts), default=0)


def average(amounts):
    """The mean of the amounts, to the cent."""
    return round(sum(amounts) / len(amounts))


def month_report(entries, month):
    """Income, spending and what a purchase comes to, as lines of text."""
    amounts = [entry["amount"] for entry in in_month(entries, month)]
    spending = [-amount for amount in amounts if amount < 0]
    figures = totals(amounts)
    figures["largest"] = largest(amounts)
    figures["purchase"] = average(spending)
    return [f"Month {month}"] + [f"{name:<10}{format_amount(value):>12}" for name, value in figures.items()]
