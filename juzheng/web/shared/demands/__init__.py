"""Demands as every door shows them (索要)."""
