"""What is heard: the same session line by line, for screen readers, pipes and poor terminals."""
