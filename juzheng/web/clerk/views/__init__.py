"""What the desk answers (工作台视图), one module a resource."""
