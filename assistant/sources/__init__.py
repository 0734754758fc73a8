"""The sources of an assistant: opened, synced with their folders, uploaded, listed, chosen."""
