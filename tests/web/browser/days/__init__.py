"""Days at work (一天的工作): what each kind of person does, counted in clicks and keys."""
