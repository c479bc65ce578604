"""Is the clip what was asked for?"""
