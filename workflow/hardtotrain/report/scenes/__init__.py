"""The scenes of the story: each asks a question of the study and decides what the data answer.

A scene is a module here and a template of its name in workflow/report/scenes. The module has one
function, `tell`, that reads the tables and gives the template what it needs, or None where the
study has nothing to tell; the template has the words, in both languages.
"""
