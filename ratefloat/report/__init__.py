"""What people read: explanations, summaries, notices and plots."""
