"""Public test vectors (公开测试向量) of the QR code."""
