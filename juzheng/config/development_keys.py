"""Keys for a developer's own machine (开发密钥). Production refuses to start with them."""

SECRET_KEY = "development-only-not-secret-000000000000000000000000"  # noqa: S105
DATA_KEY = "ZGV2ZWxvcG1lbnQtb25seS1rZXktMzItYnl0ZXMhISE="
