"""Officers, reports and corrections (监督)."""
