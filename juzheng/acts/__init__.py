"""What we do (办理): one function, one transaction, one ledger line. The only writer."""
