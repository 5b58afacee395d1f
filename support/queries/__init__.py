"""Reads of school-to-school support."""
