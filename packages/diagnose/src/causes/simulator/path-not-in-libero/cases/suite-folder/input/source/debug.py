import os

from libero.libero import get_libero_path

path = os.path.join(get_libero_path("bddl_files"), "libero_goal", "turn_on_the_stove.bddl")
