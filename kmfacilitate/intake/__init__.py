"""What comes in: sessions exported as JSON, and lessons kept elsewhere as CSV, JSON or Markdown.

Importing the same file again changes nothing: a session keeps its id, and what comes from elsewhere gets its
ids from where it stood.
"""
