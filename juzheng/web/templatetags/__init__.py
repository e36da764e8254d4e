"""What templates may say (模板标签)."""
