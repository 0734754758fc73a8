"""Determines what a question means, before any search."""
