"""The resident's door (居民): apply, receipt, follow. No account, no script needed."""
