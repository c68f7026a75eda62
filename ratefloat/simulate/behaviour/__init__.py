"""What employers do about a float rule: channels that add up, each number with its range and source."""
