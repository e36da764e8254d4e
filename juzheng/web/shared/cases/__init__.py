"""Answers and papers as every door shows them (办件)."""
