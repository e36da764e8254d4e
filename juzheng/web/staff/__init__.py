"""Staff (工作人员): signing in and out, and one's own account."""
