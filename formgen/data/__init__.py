"""Records: read from files (`sources`), bound to the fields of a form and checked (`bind`)."""
