"""What was asked for (问事): from a resident's own words to an item of the catalogue."""
