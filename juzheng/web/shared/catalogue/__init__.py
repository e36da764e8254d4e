"""The catalogue as every door shows it (目录)."""
