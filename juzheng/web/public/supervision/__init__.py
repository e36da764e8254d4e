"""Reporting, and the public board (监督)."""
