"""Makes `python -m assistant` the same as the command `quoth`."""

from assistant.command import main

main()
