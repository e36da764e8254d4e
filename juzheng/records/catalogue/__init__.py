"""The catalogue as records know it (目录); read-only."""
