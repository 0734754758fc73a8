"""Learns how sentences are ranked, and the confidence."""
