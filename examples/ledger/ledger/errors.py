class LedgerError(Exception):
    """Something in the input that we cannot book; the message is shown to the user."""
