"""sanctionwire: a wire service for sanctions and other regulatory actions, run in one's own AWS account."""
