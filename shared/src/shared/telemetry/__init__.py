"""What the running suite tells its operators, without a word about a person."""
