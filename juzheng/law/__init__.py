"""What is right (法理): the rules of the Opinion as pure functions. Standard library only."""
