"""What is printed or sent before a session: invitation, agenda, cue card, question sheet, slips, calendar."""
