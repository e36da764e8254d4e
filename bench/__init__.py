"""How much work each operation costs: ``python -m bench`` prints one JSON document."""
