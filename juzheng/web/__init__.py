"""Who is asking (门户): one door per kind of visitor."""
