"""Who can help with what, how well, and why: pure facts in, words and points out."""
