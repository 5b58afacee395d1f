"""Who may do what in school-to-school support, and why not."""
