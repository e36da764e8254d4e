"""Cases that come before the street's officers (异议复核)."""
