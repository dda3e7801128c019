import unittest

from ledger.chart import accounts_of_kind, find_account
from ledger.errors import LedgerError


class ChartTest(unittest.TestCase):
    def test_finds_an_account_by_name(self):
        self.assertEqual(find_account("rent").code, 5000)
        self.assertEqual(find_account(" Bank ").kind, "asset")

    def test_says_which_account_is_not_there(self):
        with self.assertRaisesRegex(LedgerError, "'yacht'"):
            find_account("yacht")

    def test_lists_accounts_by_kind(self):
        self.assertEqual([account.name for account in accounts_of_kind("asset")], ["cash", "bank"])


if __name__ == "__main__":
    unittest.main()
