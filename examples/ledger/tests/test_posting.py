import unittest

from ledger.errors import LedgerError
from ledger.posting import post_all, post_entry


class PostingTest(unittest.TestCase):
    def test_adds_up_by_account(self):
        balances = {}
        post_entry(balances, "2026-03-02", "rent", -95000)
        post_entry(balances, "2026-04-02", "Rent", -95000)
        self.assertEqual(balances, {"rent": 190000})

    def test_lists_balances_in_the_order_of_the_chart(self):
        entries = [
            {"date": "2026-03-04", "account": "travel", "amount": -8990},
            {"date": "2026-03-09", "account": "sales", "amount": 42000},
            {"date": "2026-03-09", "account": "bank", "amount": 33010},
        ]
        self.assertEqual(list(post_all(entries).items()), [("bank", 33010), ("sales", 42000), ("travel", 8990)])

    def test_books_nothing_to_accounts_that_are_not_there(self):
        balances = {}
        with self.assertRaises(LedgerError):
            post_entry(balances, "2026-03-02", "yacht", -1)
        self.assertEqual(balances, {})


if __name__ == "__main__":
    unittest.main()
