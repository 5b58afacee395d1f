"""Words with a fixed meaning about people: pure data."""

# In the session: the primary key of the person who set up an authenticator app or a passkey in it.
SET_UP_HERE = "second_factor_set_up_here"
