"""What every act stands on (基础): the ledger, numbers, files, people."""
