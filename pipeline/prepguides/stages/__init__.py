"""Verbs: one file or folder each, never importing one another."""
