"""What belongs to no one door (公用)."""
