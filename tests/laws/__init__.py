"""Laws that hold for every policy and every employer."""
