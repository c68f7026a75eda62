"""A second reading of a policy document, in plain Python with fractions; it shares no code with the library."""
