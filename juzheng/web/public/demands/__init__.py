"""Demands for everybody (索要)."""
