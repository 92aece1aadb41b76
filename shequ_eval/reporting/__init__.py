"""From notebooks to a report that can be handed in: run, executed, rendered, put in place."""
