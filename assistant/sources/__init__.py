"""The folders kept in step with the library, uploads, and which sources are asked."""
