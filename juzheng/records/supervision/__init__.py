"""What lies on file of corrections (监督); read-only."""
