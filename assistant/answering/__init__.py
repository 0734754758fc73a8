"""From a question to an answer of quotes: features, ranking, confidence, quotes, the decision."""
