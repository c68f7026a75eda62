"""One file for each word of the rules; expected values by hand."""
