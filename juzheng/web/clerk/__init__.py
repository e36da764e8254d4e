"""The committee's desk (居委会、村委会工作台)."""
