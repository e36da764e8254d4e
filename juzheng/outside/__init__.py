"""What others know (外联): whatever leaves the process or speaks a foreign format."""
