"""Bookkeeping from bank exports."""
