"""What Quoth knows of English: names, dates, numbers, negation, opposites, stop words."""
