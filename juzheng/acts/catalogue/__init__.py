"""Acts on the catalogue (目录): loading, changes, publication, amendments."""
