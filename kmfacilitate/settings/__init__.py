"""What a user wishes: one text file, read so that it never stops the program, and set by name.

`wishes` is the table of settings; `reading` never fails, `writing` keeps comments, `keymap` checks keys,
`local` finds how days and times are written here. Nothing heavy is imported before it is needed.
"""
