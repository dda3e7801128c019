"""Which account an entry belongs to, by what its description says."""

RULES = [
    ("rent", ["rent", "landlord"]),
    ("travel", ["rail", "taxi", "airline", "hotel"]),
    ("supplies", ["paper", "toner", "stationer"]),
    ("sales", ["invoice", "payout"]),
]


def suggest_account(entry):
    text = entry["description"].lower()
    for account, words in RULES:
        if any(word in text for word in words):
            return account
    return "sales" if entry["amount"] > 0 else "other"
