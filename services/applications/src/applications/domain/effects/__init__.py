"""What an action does to a case, once the table has let it happen."""
