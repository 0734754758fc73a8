"""Measurements, run by hand: `make bench`, and `python -m tests.benchmarks.scale`."""
