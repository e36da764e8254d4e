"""Settings, addresses and the WSGI entry point (配置)."""
