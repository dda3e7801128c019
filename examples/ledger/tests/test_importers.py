import unittest

from ledger.errors import LedgerError
from ledger.importers import card_entry, import_text
from ledger.rules import suggest_account

BANK = """Booking date,Text,Amount
2026-03-09,Payout web shop,420.00
2026-03-02,Rent March,-950.00
"""


class ImportTest(unittest.TestCase):
    def test_reads_a_bank_export_oldest_first(self):
        self.assertEqual(
            import_text(BANK, "bank"),
            [
                {"date": "2026-03-02", "description": "Rent March", "amount": -95000, "account": "rent"},
                {"date": "2026-03-09", "description": "Payout web shop", "amount": 42000, "account": "sales"},
            ],
        )

    def test_turns_card_charges_into_spending(self):
        entry = card_entry({"Date": "2026-03-04", "Merchant": "Nordic Rail", "City": "Oslo", "Charged": "89.90"})
        self.assertEqual(entry["date"], "2026-03-04")
        self.assertEqual(entry["amount"], -8990)

    def test_has_no_entries_in_an_empty_export(self):
        self.assertEqual(import_text("Booking date,Text,Amount\n", "bank"), [])
        self.assertEqual(import_text("Date,Merchant,City,Charged\n", "card"), [])

    def test_names_the_layouts_there_are(self):
        with self.assertRaisesRegex(LedgerError, "bank, card"):
            import_text(BANK, "paper")


class RulesTest(unittest.TestCase):
    def test_goes_by_the_description(self):
        self.assertEqual(suggest_account({"description": "Toner and PAPER", "amount": -4000}), "supplies")

    def test_falls_back_on_the_sign(self):
        self.assertEqual(suggest_account({"description": "Refund", "amount": 100}), "sales")
        self.assertEqual(suggest_account({"description": "Lunch", "amount": -100}), "other")


if __name__ == "__main__":
    unittest.main()
