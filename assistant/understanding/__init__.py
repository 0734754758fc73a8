"""What a question means: follow-ups, the kind of request, the type of answer, spelling."""
