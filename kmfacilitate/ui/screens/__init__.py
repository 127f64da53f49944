"""The screens, one a file; each says which keys it answers to."""
