"""Acts on a case (办件), from receipt to paper."""
