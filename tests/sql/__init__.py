"""The SQL of a policy, run by the engines it is for."""
