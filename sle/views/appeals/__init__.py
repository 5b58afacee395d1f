"""Pages of an appeal: the applicant's, and those of whoever arranges and hears it."""
