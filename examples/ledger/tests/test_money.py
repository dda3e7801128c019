import unittest

from ledger.errors import LedgerError
from ledger.money import format_amount, parse_amount


class MoneyTest(unittest.TestCase):
    def test_reads_amounts_as_banks_write_them(self):
        self.assertEqual(parse_amount("12.50"), 1250)
        self.assertEqual(parse_amount("1 200,00"), 120000)
        self.assertEqual(parse_amount("-7"), -700)
        self.assertEqual(parse_amount("0.5"), 50)

    def test_refuses_what_is_no_amount(self):
        for text in ["", "12.345", "twelve", "--1"]:
            with self.assertRaises(LedgerError):
                parse_amount(text)

    def test_writes_cents_with_two_digits(self):
        self.assertEqual(format_amount(5), "0.05")
        self.assertEqual(format_amount(-120000), "-1200.00")


if __name__ == "__main__":
    unittest.main()
