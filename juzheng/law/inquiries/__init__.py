"""Inquiries of authorities (机关来函)."""
