"""What is listed (目录): items, instruments, divisions, calendars as data, and one reader."""
