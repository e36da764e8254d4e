"""People, places and the ledger (基础)."""
