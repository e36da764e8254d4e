"""What lies on file of demands (索要); read-only."""
