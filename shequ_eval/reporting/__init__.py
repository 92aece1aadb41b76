"""From notebooks to a report that can be handed in: execution, rendering, manifest."""
