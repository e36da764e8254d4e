"""Units and what they demand (索要)."""
