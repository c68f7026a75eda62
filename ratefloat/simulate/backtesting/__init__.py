"""Predicting a review from the records before it, and comparing with what it really gave."""
