"""What others do for the same errand (同类系统), each in an environment of its own."""
