"""What follows from the graph: rules to a fixed point, and the proofs of what they concluded."""
