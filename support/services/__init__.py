"""The only writers of school-to-school support."""
