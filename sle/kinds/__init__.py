"""Kinds of mail and letter of the SLE responsibility, by what they are about."""
