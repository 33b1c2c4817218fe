import os

from libero.libero import get_libero_path

path = os.path.join(get_libero_path("bddl_files"), "KITCHEN_SCENE1", "open_the_bottom_drawer_of_the_cabinet.bddl")
