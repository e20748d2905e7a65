"""How fast Stackwright is, against what. `python -m benchmarks` measures everything side by side in one run."""
