"""Learns and measures the check of statements."""
