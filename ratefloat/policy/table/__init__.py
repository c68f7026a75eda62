"""The decision table of a policy: made, merged, worded, written to files and read back."""
