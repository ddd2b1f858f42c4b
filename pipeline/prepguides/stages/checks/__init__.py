"""Looks at content and documents as a whole."""
