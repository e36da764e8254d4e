"""What the desk types (工作台表单): text becomes clean values; only the law says no."""
