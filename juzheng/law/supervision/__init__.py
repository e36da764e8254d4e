"""Reports, correction and exposure (监督)."""
