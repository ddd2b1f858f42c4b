"""Nouns: frozen values, no input or output."""
