"""Drills: a part of a whole installation is hurt, and it is seen to be found, mended, told, and what it cost.

`pace` is how quick the installation's settings are, `world` the installation, `posts` what was posted and
archived of it, `drill` a drill and how it goes, `table` what is printed of it.
"""
