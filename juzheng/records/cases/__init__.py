"""What lies on file of cases (办件); read-only."""
