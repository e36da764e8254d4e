"""The console commands (命令)."""
