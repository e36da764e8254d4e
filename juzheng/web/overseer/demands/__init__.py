"""Officers and what units demand (索要)."""
