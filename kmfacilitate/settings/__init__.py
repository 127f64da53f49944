"""WHAT A USER WISHES: name, look, library, dates and keys, in one TOML file.

`wishes` is the table of settings; `reading` never fails, `writing` keeps comments, `keymap` checks keys,
`local` finds how days and times are written here. Nothing heavy is imported before it is needed.
"""
