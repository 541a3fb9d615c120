"""What an entry is, how two readings differ, what is withheld and what is told: pure, no I/O."""
