"""Employers as the simulator sees them: who is insured, at what wage and at what risk."""
