"""An appeal: lodged by the applicant, heard by people who took no part, decided, and where upheld, put right."""
