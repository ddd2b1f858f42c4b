"""A project on disk, and the machine that it is built on."""
