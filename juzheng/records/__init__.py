"""What happened (记录): the only models and the only migrations."""
