"""Replies and conversations for use elsewhere: exports, references, links into web pages."""
