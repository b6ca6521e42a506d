"""The figures: each beside its physical limit, taken in the same run. `scripts/bench` runs them all."""
