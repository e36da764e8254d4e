"""Django's SQLite (SQLite 后端), which waits when it opens a file as it does when it writes."""
