"""A small notebook beside Filon; `drills.upgrade.installed` puts each of its four releases together from these files."""
