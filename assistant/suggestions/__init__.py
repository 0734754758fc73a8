"""Suggests questions to begin with and to ask next."""
