"""`python -m assistant` is `quoth`."""

from assistant.command import main

main()
