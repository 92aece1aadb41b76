"""How a document becomes pages that open with no network; no number of its own."""
