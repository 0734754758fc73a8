"""The model that ships: all-MiniLM-L6-v2, quantised; PROVENANCE.md says where it came from."""
