"""The actuarial core: credibility, scales and their chains, plan quality."""
