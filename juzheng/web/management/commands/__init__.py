"""One short file per command (命令); ``juzheng`` lists them."""
