"""python -m prepguides"""

from .cli import main

main()
