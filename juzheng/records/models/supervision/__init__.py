"""Reports and corrections (监督)."""
