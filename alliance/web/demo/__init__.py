"""The demo: five alliances, true to what their own pages said, with real schools and invented people."""
