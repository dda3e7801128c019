import unittest

from ledger.report import average, in_month, largest, month_report, totals

ENTRIES = [
    {"date": "2026-03-02", "description": "Rent March", "amount": -95000, "account": "rent"},
    {"date": "2026-03-04", "description": "Nordic Rail", "amount": -8991, "account": "travel"},
    {"date": "2026-03-09", "description": "Payout", "amount": 420000, "account": "sales"},
    {"date": "2026-04-01", "description": "Rent April", "amount": -95000, "account": "rent"},
]


class ReportTest(unittest.TestCase):
    def test_takes_the_entries_of_the_month(self):
        self.assertEqual(len(in_month(ENTRIES, "2026-03")), 3)
        self.assertEqual(in_month(ENTRIES, "2027-01"), [])

    def test_sums_up(self):
        self.assertEqual(totals([100, -30, -20]), {"income": 100, "spent": 50, "left": 50})
        self.assertEqual(totals([]), {"income": 0, "spent": 0, "left": 0})

    def test_knows_the_largest_movement(self):
        self.assertEqual(largest([10, -70, 30]), 70)
        self.assertEqual(largest([]), 0)

    def test_averages_to_the_cent(self):
        self.assertEqual(average([100, 101, 101]), 101)
        self.assertEqual(average([8991]), 8991)

    def test_prints_a_month(self):
        self.assertEqual(
            month_report(ENTRIES, "2026-03"),
            [
                "Month 2026-03",
                "income         4200.00",
                "spent          1039.91",
                "left           3160.09",
                "largest        4200.00",
                "purchase        519.96",
            ],
        )


if __name__ == "__main__":
    unittest.main()
