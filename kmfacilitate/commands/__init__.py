"""What each word does: `:next`, `:vote 1=9`, `:kind 3.2 lesson`. The same in the app and in plain mode.

Each command takes the desk and what follows the word, and says in one sentence what was done. A wish that
only the front end can carry out (open help, leave) is named in the outcome. One module a subject.
"""
