"""What can be done in the learning section: one function for each deed, one transaction."""
