"""What is listed (目录): items, instruments, divisions and calendars as data, and their one reader."""
