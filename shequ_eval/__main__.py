"""Knows that `python -m shequ_eval` is the same door as `shequ-eval`; nothing else."""

from shequ_eval.cli import main

if __name__ == "__main__":
    main()
