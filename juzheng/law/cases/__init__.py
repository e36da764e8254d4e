"""One request from receipt to paper (办件)."""
