"""Checking a paper (核验)."""
