"""What the whole law room stands on (基础): words, citations, divisions, clocks, the ledger."""
