"""Guides while they are written: pages in a browser, and files built again at every save."""
