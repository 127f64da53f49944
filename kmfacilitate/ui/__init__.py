"""What is seen: the Textual app. A widget is given a scene; it draws it and says what was done, no more."""
