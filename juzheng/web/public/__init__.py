"""The door without a lock (社会公众): guides, authenticity checks, what we are."""
