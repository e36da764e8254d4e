"""Acts on reports and corrections (监督)."""
