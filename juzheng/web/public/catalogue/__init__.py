"""Guides and data for everybody (目录)."""
