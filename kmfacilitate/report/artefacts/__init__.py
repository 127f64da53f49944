"""The named output of each technique, laid out from the parts that every report is made of."""
