"""What is listed, and what follows from it (目录): items, lists, decisions, changes."""
