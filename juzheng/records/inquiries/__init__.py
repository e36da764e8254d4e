"""What lies on file of inquiries (来函); read-only."""
