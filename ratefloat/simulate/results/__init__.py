"""What a run says: figures with their errors and ranges, targets, plots and files."""
