"""Officers and the lists (目录)."""
