"""The officers' door (民政部门): lists, revisions, review and publication."""
