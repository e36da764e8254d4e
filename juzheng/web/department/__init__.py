"""The door of units that demand proofs (索要单位): their own register, and what was found of it."""
