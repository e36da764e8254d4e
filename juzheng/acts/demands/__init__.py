"""Acts on registered demands (索要登记)."""
