"""Makes the embedding model that ships from the published weights."""
