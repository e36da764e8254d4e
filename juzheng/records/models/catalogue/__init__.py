"""What was published, and what may be (目录)."""
